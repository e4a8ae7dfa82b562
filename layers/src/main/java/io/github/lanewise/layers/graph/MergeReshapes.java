package io.github.lanewise.layers.graph;

import java.util.List;

/**
 * A reshape needs no step of its own behind another one or behind the flattening of images, nor do images made of it; what
 * is brought into another order and back is left alone.
 */
final class MergeReshapes implements Pass {
    @Override
    public Graph apply(Graph graph) {
        Rewriter rewriter = new Rewriter(graph);
        for (Node node : graph.nodes()) {
            switch (node.operator()) {
                case Operator.Reshape reshape -> mergeReshape(node, reshape, rewriter);
                case Operator.Images images -> mergeImages(node, images, rewriter);
                case Operator.Flatten _
                when rewriter.operand(node, 0).operator() instanceof Operator.Images -> reshapeSource(node, rewriter);
                default -> rewriter.keep(node);
            }
        }
        return rewriter.graph();
    }

    private static void mergeReshape(Node node, Operator.Reshape reshape, Rewriter rewriter) {
        Node producer = rewriter.operand(node, 0);
        switch (producer.operator()) {
            case Operator.Reshape _ -> rewriter.append(node, node.name(), reshape, List.of(producer.operand()));
            case Operator.Flatten flatten
            when rewriter.isOnlyUse(node, 0) -> {
                rewriter.append(node, producer.name(), flatten, List.of(producer.operand()));
                rewriter.remove(producer);
            }
            default -> rewriter.keep(node);
        }
    }

    private static void mergeImages(Node node, Operator.Images images, Rewriter rewriter) {
        Node producer = rewriter.operand(node, 0);
        boolean flattened = producer.operator() instanceof Operator.Flatten
                && rewriter.node(producer.operand()).shape().equals(node.shape());
        if (flattened) {
            rewriter.replace(node, rewriter.node(producer.operand()));
        } else if (producer.operator() instanceof Operator.Reshape) {
            rewriter.append(node, node.name(), images, List.of(producer.operand()));
        } else {
            rewriter.keep(node);
        }
    }

    /** Flattened images that were made of what has the order already. */
    private static void reshapeSource(Node node, Rewriter rewriter) {
        Node source = rewriter.node(rewriter.operand(node, 0).operand());
        rewriter.append(node, node.name(), new Operator.Reshape(), List.of(source.id()));
    }
}
