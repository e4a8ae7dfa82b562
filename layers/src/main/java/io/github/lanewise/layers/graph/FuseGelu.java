package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.tensor.BinaryOperation;
import io.github.lanewise.engine.tensor.UnaryOperation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code x (1 + erf(x / √2)) / 2} in single operations, as exporters wrote it before ONNX had a GELU, is one function. */
final class FuseGelu implements Pass {
    private static final float ROOT_2 = (float) Math.sqrt(2);

    @Override
    public Graph apply(Graph graph) {
        Rewriter rewriter = new Rewriter(graph);
        for (Node node : graph.nodes()) {
            Node x = geluOperand(node, rewriter);
            if (x != null && x.shape().equals(node.shape())) {
                rewriter.append(node, node.name(), new Operator.Unary(UnaryOperation.GELU), List.of(x.id()));
            } else {
                rewriter.keep(node);
            }
        }
        return rewriter.graph();
    }

    /** What the node is the GELU of; null if it is something else. */
    private static @Nullable Node geluOperand(Node node, Rewriter rewriter) {
        if (!isBinary(node, BinaryOperation.MULTIPLY)) {
            return null;
        }
        Node twice = besides(rewriter.operand(node, 0), rewriter.operand(node, 1), 0.5f);
        if (twice == null || !isBinary(twice, BinaryOperation.MULTIPLY)) {
            return null;
        }
        Node left = rewriter.node(twice.operands().get(0));
        Node right = rewriter.node(twice.operands().get(1));
        return isFactor(right, left, rewriter) ? left : isFactor(left, right, rewriter) ? right : null;
    }

    /** Whether the node is {@code 1 + erf(x / √2)}. */
    private static boolean isFactor(Node node, Node x, Rewriter rewriter) {
        if (!isBinary(node, BinaryOperation.ADD)) {
            return false;
        }
        Node erf = besides(
                rewriter.node(node.operands().get(0)),
                rewriter.node(node.operands().get(1)),
                1);
        if (erf == null || !erf.operator().equals(new Operator.Unary(UnaryOperation.ERF))) {
            return false;
        }
        return x.equals(unscaled(rewriter.node(erf.operand()), rewriter))
                && x.shape().equals(node.shape());
    }

    /** What the node is 1 / √2 of; null if it is something else. */
    private static @Nullable Node unscaled(Node node, Rewriter rewriter) {
        if (!(node.operator() instanceof Operator.Binary binary)) {
            return null;
        }
        Node left = rewriter.node(node.operands().get(0));
        Node right = rewriter.node(node.operands().get(1));
        return switch (binary.operation()) {
            case DIVIDE -> isConstant(right, ROOT_2) ? left : null;
            case MULTIPLY -> besides(left, right, 1 / ROOT_2);
            default -> null;
        };
    }

    /** The operand besides a constant; null if neither is that constant. */
    private static @Nullable Node besides(Node left, Node right, float constant) {
        return isConstant(right, constant) ? left : isConstant(left, constant) ? right : null;
    }

    /** Whether a node is a single number, as precisely as float32 has it. */
    private static boolean isConstant(Node node, float value) {
        return node.operator() instanceof Operator.Constant constant
                && constant.values().shape().elements() == 1
                && Math.abs(constant.values().toArray()[0] - value) <= Math.ulp(value);
    }

    private static boolean isBinary(Node node, BinaryOperation operation) {
        return node.operator() instanceof Operator.Binary binary && binary.operation() == operation;
    }
}
