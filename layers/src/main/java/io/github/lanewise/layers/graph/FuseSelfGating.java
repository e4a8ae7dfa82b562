package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.tensor.BinaryOperation;
import io.github.lanewise.engine.tensor.UnaryOperation;
import java.util.List;

/** {@code x * sigmoid(x)} is one function, SiLU or swish. */
final class FuseSelfGating implements Pass {
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
        boolean gated = gate.operator() instanceof Operator.Unary unary
                && unary.operation().equals(UnaryOperation.SIGMOID)
                && gate.operand() == x;
        if (gated) {
            rewriter.append(node, node.name(), new Operator.Unary(UnaryOperation.SILU), List.of(x));
        }
        return gated;
    }
}
