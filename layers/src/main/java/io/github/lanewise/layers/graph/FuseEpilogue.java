package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.UnaryOperation;
import java.util.List;

/**
 * Lets operators do more while they store their result: a convolution or dense layer adds the residual, and it or an
 * addition or batch norm applies the activation that follows. Convolutions, transposed ones too, and dense layers apply
 * any other function of one element as well.
 */
final class FuseEpilogue implements Pass {
    @Override
    public Graph apply(Graph graph) {
        Rewriter rewriter = new Rewriter(graph);
        for (Node node : graph.nodes()) {
            boolean fused = switch (node.operator()) {
                case Operator.Activate activate -> fuseActivation(node, activate.activation(), rewriter);
                case Operator.Unary unary -> fuseFunction(node, unary.operation(), rewriter);
                case Operator.Add add -> fuseAddition(node, add, 0, rewriter) || fuseAddition(node, add, 1, rewriter);
                default -> false;
            };
            if (!fused) {
                rewriter.keep(node);
            }
        }
        return rewriter.graph();
    }

    private static boolean fuseActivation(Node node, Activation activation, Rewriter rewriter) {
        return rewriter.isOnlyUse(node, 0)
                && rewriter.operand(node, 0).operator() instanceof Operator.Activated activated
                && activated.isBare()
                && fuse(node, activated.with(activation), rewriter);
    }

    private static boolean fuseFunction(Node node, UnaryOperation function, Rewriter rewriter) {
        return rewriter.isOnlyUse(node, 0)
                && rewriter.operand(node, 0).operator() instanceof Operator.Finished finished
                && finished.function() == null
                && fuse(node, finished.with(function), rewriter);
    }

    private static boolean fuse(Node node, Operator more, Rewriter rewriter) {
        Node producer = rewriter.operand(node, 0);
        rewriter.change(producer, more);
        rewriter.replace(node, producer);
        return true;
    }

    /** The producer of one operand moves to the place of the addition, where the other operand has been computed. */
    private static boolean fuseAddition(Node node, Operator.Add add, int index, Rewriter rewriter) {
        Node producer = rewriter.operand(node, index);
        if (!rewriter.isOnlyUse(node, index)
                || !(producer.operator() instanceof Operator.Weighted weighted)
                || !weighted.isBare()
                || producer.operands().size() != 1) {
            return false;
        }
        int residual = rewriter.operand(node, 1 - index).id();
        rewriter.append(node, producer.name(), weighted.with(add.activation()), List.of(producer.operand(), residual));
        rewriter.remove(producer);
        return true;
    }
}
