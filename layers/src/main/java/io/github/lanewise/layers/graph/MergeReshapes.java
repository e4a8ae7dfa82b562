package io.github.lanewise.layers.graph;

import java.util.List;

/** A reshape behind another one, or behind the flattening of images, needs no step of its own. */
final class MergeReshapes implements Pass {
    @Override
    public Graph apply(Graph graph) {
        Rewriter rewriter = new Rewriter(graph);
        for (Node node : graph.nodes()) {
            if (node.operator() instanceof Operator.Reshape) {
                merge(node, rewriter);
            } else {
                rewriter.keep(node);
            }
        }
        return rewriter.graph();
    }

    private static void merge(Node node, Rewriter rewriter) {
        Node producer = rewriter.operand(node, 0);
        switch (producer.operator()) {
            case Operator.Reshape reshape ->
                rewriter.append(node, node.name(), reshape, List.of(producer.operand()));
            case Operator.Flatten flatten when rewriter.isOnlyUse(node, 0) -> {
                rewriter.append(node, producer.name(), flatten, List.of(producer.operand()));
                rewriter.remove(producer);
            }
            default -> rewriter.keep(node);
        }
    }
}
