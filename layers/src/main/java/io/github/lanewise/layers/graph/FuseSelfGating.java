package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.tensor.BinaryOperation;
import io.github.lanewise.engine.tensor.UnaryOperation;
import io.github.lanewise.engine.tensor.UnaryOperation.Function;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Products of x and a gate that is made of x alone are one function: {@code x * sigmoid(x)} is SiLU or swish,
 * {@code x * hardSigmoid(x)} with the slope 1 / 6 is HardSwish, {@code x * tanh(softplus(x))} is Mish.
 */
final class FuseSelfGating implements Pass {
    private static final UnaryOperation SIXTH = UnaryOperation.hardSigmoid(1 / 6f, 0.5f);

    @Override
    public Graph apply(Graph graph) {
        Rewriter rewriter = new Rewriter(graph);
        for (Node node : graph.nodes()) {
            if (!(node.operator() instanceof Operator.Binary binary)
                    || binary.operation() != BinaryOperation.MULTIPLY
                    || !(fuse(node, 0, rewriter) || fuse(node, 1, rewriter))) {
                rewriter.keep(node);
            }
        }
        return rewriter.graph();
    }

    private static boolean fuse(Node node, int index, Rewriter rewriter) {
        Node gate = rewriter.operand(node, index);
        int x = rewriter.operand(node, 1 - index).id();
        UnaryOperation gated = gated(gate, x, rewriter);
        if (gated != null) {
            rewriter.append(node, node.name(), new Operator.Unary(gated), List.of(x));
        }
        return gated != null;
    }

    /** The product of x and the gate as a function of x; null if it is none. */
    private static @Nullable UnaryOperation gated(Node gate, int x, Rewriter rewriter) {
        if (!(gate.operator() instanceof Operator.Unary outer)) {
            return null;
        }
        if (gate.operand() == x && outer.operation().equals(UnaryOperation.SIGMOID)) {
            return UnaryOperation.SILU;
        }
        if (gate.operand() == x && isSixth(outer.operation())) {
            return UnaryOperation.HARD_SWISH;
        }
        Node inner = rewriter.node(gate.operand());
        boolean isMish = outer.operation().equals(UnaryOperation.TANH)
                && inner.operator().equals(new Operator.Unary(UnaryOperation.SOFTPLUS))
                && inner.operand() == x;
        return isMish ? UnaryOperation.MISH : null;
    }

    /** Whether the slope is 1 / 6 as an exporter may round it. */
    private static boolean isSixth(UnaryOperation operation) {
        return operation.function() == Function.HARD_SIGMOID
                && Math.abs(operation.alpha() - SIXTH.alpha()) <= Math.ulp(SIXTH.alpha())
                && operation.beta() == SIXTH.beta();
    }
}
