package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.util.List;

/**
 * A graph of one input and one output that have the batch as their first dimension, as our own networks are, for every
 * batch.
 */
record BatchedGraph(Graph graph, List<ValueInfo> inputs, List<ValueInfo> outputs) implements GraphSource {
    static BatchedGraph of(Graph graph) {
        Node input = graph.input();
        Shape output = graph.outputs().getFirst().shape();
        return new BatchedGraph(
                graph,
                List.of(ValueInfo.batchFirst("input", outside(input))),
                List.of(ValueInfo.batchFirst("output", output)));
    }

    private static Shape outside(Node input) {
        Shape shape = input.shape();
        return shape.rank() == 4
                ? Shape.of(shape.dimension(0), shape.dimension(3), shape.dimension(1), shape.dimension(2))
                : shape;
    }

    @Override
    public Graph graph(Inputs inputs) {
        return graph.batched(inputs.shape(0).dimension(0));
    }

    @Override
    public boolean isShared(Tensor weights) {
        return true;
    }
}
