package io.github.lanewise.examples;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.graph.Graph;
import io.github.lanewise.layers.graph.MultiplyAdds;
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
            if (!node.operands().isEmpty()) {
                Shape x = graph.nodes().get(node.operands().getFirst()).shape();
                multiplyAdds += MultiplyAdds.of(node.operator(), x, node.shape());
            }
        }
        return new GraphCost(steps, multiplyAdds);
    }
}
