package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.tensor.ConvAlgorithm;
import io.github.lanewise.engine.tensor.Shape;

/**
 * Gives every convolution the algorithm that is fastest for images of its size; one with a function behind it stays direct,
 * which alone applies it.
 */
final class ChooseWinograd implements Pass {
    @Override
    public Graph apply(Graph graph) {
        return new Graph(graph.nodes().stream().map(node -> chosen(node, graph)).toList(), graph.outputs());
    }

    private static Node chosen(Node node, Graph graph) {
        if (!(node.operator() instanceof Operator.Conv conv) || conv.function() != null) {
            return node;
        }
        Shape image = graph.nodes().get(node.operand()).shape();
        return node.with(conv.with(ConvAlgorithm.fastest(conv.geometry(), image.dimension(1), image.dimension(2))));
    }
}
