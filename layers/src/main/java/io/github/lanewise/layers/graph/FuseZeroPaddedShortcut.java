package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.Rearrange;
import io.github.lanewise.engine.tensor.Shape;
import java.util.List;

/** Every stride-th pixel of an image with channels of zeros round its own, as exporters write the zero-padded shortcut. */
final class FuseZeroPaddedShortcut implements Pass {
    @Override
    public Graph apply(Graph graph) {
        Rewriter rewriter = new Rewriter(graph);
        for (Node node : graph.nodes()) {
            if (node.operator() instanceof Operator.Pad pad
                    && rewriter.operand(node, 0).operator() instanceof Operator.Slice slice
                    && isShortcut(node, pad, slice, rewriter)) {
                Node producer = rewriter.operand(node, 0);
                int before = pad.before().get(3);
                int after = node.shape().dimension(3) - producer.shape().dimension(3) - before;
                Operator shortcut = new Operator.SubsamplePad(slice.steps().get(1), before, after);
                rewriter.append(node, node.name(), shortcut, List.of(producer.operand()));
            } else {
                rewriter.keep(node);
            }
        }
        return rewriter.graph();
    }

    private static boolean isShortcut(Node node, Operator.Pad pad, Operator.Slice slice, Rewriter rewriter) {
        Shape padded = node.shape();
        Shape sliced = rewriter.operand(node, 0).shape();
        if (padded.rank() != 4 || pad.margin() != Rearrange.Margin.CONSTANT || pad.value() != 0) {
            return false;
        }
        int before = pad.before().get(3);
        boolean channelsOnly = padded.dimension(0) == sliced.dimension(0)
                && padded.dimension(1) == sliced.dimension(1)
                && padded.dimension(2) == sliced.dimension(2)
                && pad.before().subList(0, 3).equals(List.of(0, 0, 0))
                && before >= 0
                && padded.dimension(3) - sliced.dimension(3) - before >= 0;
        Shape source = rewriter.node(rewriter.operand(node, 0).operand()).shape();
        int stride = slice.steps().get(1);
        return channelsOnly
                && slice.starts().equals(List.of(0, 0, 0, 0))
                && stride > 0
                && slice.steps().equals(List.of(1, stride, stride, 1))
                && sliced.dimension(0) == source.dimension(0)
                && sliced.dimension(1) == Math.ceilDiv(source.dimension(1), stride)
                && sliced.dimension(2) == Math.ceilDiv(source.dimension(2), stride)
                && sliced.dimension(3) == source.dimension(3);
    }
}
