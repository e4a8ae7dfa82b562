package io.github.lanewise.layers.graph;

import java.util.ArrayList;
import java.util.List;

/** A slice of a slice is one slice. */
final class MergeSlices implements Pass {
    @Override
    public Graph apply(Graph graph) {
        Rewriter rewriter = new Rewriter(graph);
        for (Node node : graph.nodes()) {
            if (node.operator() instanceof Operator.Slice second
                    && node.shape().elements() > 0
                    && rewriter.operand(node, 0).operator() instanceof Operator.Slice first) {
                int source = rewriter.operand(node, 0).operand();
                rewriter.append(node, node.name(), merged(first, second), List.of(source));
            } else {
                rewriter.keep(node);
            }
        }
        return rewriter.graph();
    }

    private static Operator.Slice merged(Operator.Slice first, Operator.Slice second) {
        List<Integer> starts = new ArrayList<>();
        List<Integer> steps = new ArrayList<>();
        for (int axis = 0; axis < first.starts().size(); axis++) {
            int step = first.steps().get(axis);
            starts.add(first.starts().get(axis) + second.starts().get(axis) * step);
            steps.add(second.steps().get(axis) * step);
        }
        return new Operator.Slice(starts, steps);
    }
}
