package io.github.lanewise.layers.graph;

import java.util.List;
import java.util.stream.IntStream;

/** Two transpositions in a row are one, or none. */
final class MergeTransposes implements Pass {
    @Override
    public Graph apply(Graph graph) {
        Rewriter rewriter = new Rewriter(graph);
        for (Node node : graph.nodes()) {
            if (node.operator() instanceof Operator.Transpose second
                    && rewriter.operand(node, 0).operator() instanceof Operator.Transpose first) {
                merge(node, first, second, rewriter);
            } else {
                rewriter.keep(node);
            }
        }
        return rewriter.graph();
    }

    private static void merge(Node node, Operator.Transpose first, Operator.Transpose second, Rewriter rewriter) {
        int source = rewriter.operand(node, 0).operand();
        List<Integer> permutation =
                second.permutation().stream().map(first.permutation()::get).toList();
        boolean none = IntStream.range(0, permutation.size()).allMatch(axis -> permutation.get(axis) == axis);
        if (none) {
            rewriter.replace(node, rewriter.node(source));
        } else {
            rewriter.append(node, node.name(), new Operator.Transpose(permutation), List.of(source));
        }
    }
}
