package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.tensor.Activation;
import java.util.List;

/**
 * Lets operators do more while they store their result: a convolution or dense layer adds the residual, and it or an
 * addition or batch norm applies the activation that follows.
 */
final class FuseEpilogue implements Pass {
    @Override
    public Graph apply(Graph graph) {
        Rewriter rewriter = new Rewriter(graph);
        for (Node node : graph.nodes()) {
            boolean fused = switch (node.operator()) {
                case Operator.Activate activate -> fuseActivation(node, activate, rewriter);
                case Operator.Add add -> fuseAddition(node, add, 0, rewriter) || fuseAddition(node, add, 1, rewriter);
                default -> false;
            };
            if (!fused) {
                rewriter.keep(node);
            }
        }
        return rewriter.graph();
    }

    private static boolean fuseActivation(Node node, Operator.Activate activate, Rewriter rewriter) {
        Node producer = rewriter.operand(node, 0);
        if (!rewriter.isOnlyUse(node, 0)
                || !(producer.operator() instanceof Operator.Activated activated)
                || !activated.activation().equals(Activation.IDENTITY)) {
            return false;
        }
        rewriter.change(producer, activated.with(activate.activation()));
        rewriter.replace(node, producer);
        return true;
    }

    /** The producer of one operand moves to the place of the addition, where the other operand has been computed. */
    private static boolean fuseAddition(Node node, Operator.Add add, int index, Rewriter rewriter) {
        Node producer = rewriter.operand(node, index);
        if (!rewriter.isOnlyUse(node, index)
                || !(producer.operator() instanceof Operator.Weighted weighted)
                || !weighted.activation().equals(Activation.IDENTITY)
                || producer.operands().size() != 1) {
            return false;
        }
        int residual = rewriter.operand(node, 1 - index).id();
        rewriter.append(node, producer.name(), weighted.with(add.activation()), List.of(producer.operand(), residual));
        rewriter.remove(producer);
        return true;
    }
}
