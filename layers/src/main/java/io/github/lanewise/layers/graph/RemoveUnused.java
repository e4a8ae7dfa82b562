package io.github.lanewise.layers.graph;

/** Removes operations that no output depends on. */
final class RemoveUnused implements Pass {
    @Override
    public Graph apply(Graph graph) {
        boolean[] used = used(graph);
        Rewriter rewriter = new Rewriter(graph);
        for (Node node : graph.nodes()) {
            if (used[node.id()]) {
                rewriter.keep(node);
            }
        }
        return rewriter.graph();
    }

    private static boolean[] used(Graph graph) {
        boolean[] used = new boolean[graph.nodes().size()];
        for (Graph.Output output : graph.outputs()) {
            used[output.node()] = true;
        }
        for (Node node : graph.nodes().reversed()) {
            if (used[node.id()]) {
                node.operands().forEach(operand -> used[operand] = true);
            }
        }
        return used;
    }
}
