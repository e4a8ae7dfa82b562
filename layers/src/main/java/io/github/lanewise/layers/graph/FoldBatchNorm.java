package io.github.lanewise.layers.graph;

/**
 * Folds batch norm into the convolution or dense layer before it: {@code s * (w * x + b) + t} is
 * {@code (s * w) * x + (s * b + t)}. Scale and shift stay in float64 until the weights are packed, so they are rounded
 * once.
 */
final class FoldBatchNorm implements Pass {
    @Override
    public Graph apply(Graph graph) {
        Rewriter rewriter = new Rewriter(graph);
        for (Node node : graph.nodes()) {
            if (node.operator() instanceof Operator.ScaleShift norm
                    && rewriter.isOnlyUse(node, 0)
                    && rewriter.operand(node, 0).operator() instanceof Operator.Weighted weighted
                    && weighted.isBare()
                    && rewriter.operand(node, 0).operands().size() == 1) {
                Node producer = rewriter.operand(node, 0);
                rewriter.change(
                        producer,
                        weighted.with(weighted.affine().then(norm.affine())).with(norm.activation()));
                rewriter.replace(node, producer);
            } else {
                rewriter.keep(node);
            }
        }
        return rewriter.graph();
    }
}
