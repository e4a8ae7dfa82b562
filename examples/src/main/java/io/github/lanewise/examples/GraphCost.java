package io.github.lanewise.examples;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.graph.Graph;
import io.github.lanewise.layers.graph.Node;
import io.github.lanewise.layers.graph.Operator;

/**
 * What one call of a graph costs.
 *
 * @param steps nodes that compute something
 */
record GraphCost(int steps, long multiplyAdds) {
    static GraphCost of(Graph graph) {
        int steps = 0;
        long multiplyAdds = 0;
        for (Node node : graph.nodes()) {
            boolean computes =
                    !(node.operator() instanceof Operator.Input || node.operator() instanceof Operator.Constant);
            steps += computes ? 1 : 0;
            multiplyAdds += multiplyAdds(node, graph);
        }
        return new GraphCost(steps, multiplyAdds);
    }

    private static long multiplyAdds(Node node, Graph graph) {
        return switch (node.operator()) {
            case Operator.Conv conv -> conv.geometry().multiplyAdds(operand(node, graph));
            case Operator.TransposedConv conv -> conv.geometry().multiplyAdds(node.shape());
            case Operator.ComputedConv conv ->
                conv.geometry().multiplyAdds(conv.transposed() ? node.shape() : operand(node, graph));
            case Operator.Linear linear ->
                operand(node, graph).elements() * linear.weights().shape().dimension(0);
            case Operator.MatMul _ -> {
                Shape x = operand(node, graph);
                yield node.shape().elements() * x.dimension(x.rank() - 1);
            }
            default -> 0;
        };
    }

    private static Shape operand(Node node, Graph graph) {
        return graph.nodes().get(node.operands().getFirst()).shape();
    }
}
