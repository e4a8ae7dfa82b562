package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.Rearrange;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Margins of zeros round an image become part of the padding of the convolution behind them. */
final class FoldPadding implements Pass {
    @Override
    public Graph apply(Graph graph) {
        Rewriter rewriter = new Rewriter(graph);
        for (Node node : graph.nodes()) {
            Padding margin =
                    node.operator() instanceof Operator.Conv && node.operands().size() == 1
                            ? margin(rewriter.operand(node, 0), rewriter)
                            : null;
            if (node.operator() instanceof Operator.Conv conv && margin != null) {
                int source = rewriter.operand(node, 0).operand();
                rewriter.append(node, node.name(), padded(conv, margin), List.of(source));
            } else {
                rewriter.keep(node);
            }
        }
        return rewriter.graph();
    }

    private static Operator.Conv padded(Operator.Conv conv, Padding margin) {
        Padding own = conv.geometry().padding();
        Padding sum = new Padding(
                Math.addExact(own.top(), margin.top()),
                Math.addExact(own.left(), margin.left()),
                Math.addExact(own.bottom(), margin.bottom()),
                Math.addExact(own.right(), margin.right()));
        return conv.with(sum);
    }

    /** The margin of zeros above, below and beside an image; null if the node is something else. */
    private static @Nullable Padding margin(Node node, Rewriter rewriter) {
        if (!(node.operator() instanceof Operator.Pad pad)
                || pad.margin() != Rearrange.Margin.CONSTANT
                || pad.value() != 0
                || node.shape().rank() != 4) {
            return null;
        }
        Shape inner = rewriter.node(node.operand()).shape();
        int top = pad.before().get(1);
        int left = pad.before().get(2);
        int bottom = node.shape().dimension(1) - inner.dimension(1) - top;
        int right = node.shape().dimension(2) - inner.dimension(2) - left;
        boolean fits = Math.min(Math.min(top, left), Math.min(bottom, right)) >= 0
                && pad.before().get(0) == 0
                && pad.before().get(3) == 0
                && node.shape().dimension(0) == inner.dimension(0)
                && node.shape().dimension(3) == inner.dimension(3);
        return fits ? new Padding(top, left, bottom, right) : null;
    }
}
