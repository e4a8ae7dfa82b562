package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.tensor.Activation;
import java.util.List;
import java.util.stream.IntStream;

/** Removes operations that return their operand: their users use the operand itself. */
final class RemoveIdentity implements Pass {
    @Override
    public Graph apply(Graph graph) {
        Rewriter rewriter = new Rewriter(graph);
        for (Node node : graph.nodes()) {
            if (isIdentity(node, graph)) {
                rewriter.replace(node, rewriter.operand(node, 0));
            } else {
                rewriter.keep(node);
            }
        }
        return rewriter.graph();
    }

    private static boolean isIdentity(Node node, Graph graph) {
        return switch (node.operator()) {
            case Operator.Activate activate -> activate.activation().equals(Activation.IDENTITY);
            case Operator.ScaleShift scaleShift ->
                scaleShift.isBare() && scaleShift.affine().isIdentity();
            case Operator.SubsamplePad pad ->
                pad.stride() == 1 && pad.channelsBefore() == 0 && pad.channelsAfter() == 0;
            case Operator.Flatten _ -> graph.nodes().get(node.operand()).shape().rank() == 2;
            case Operator.Reshape _, Operator.Expand _, Operator.Tile _ -> keepsShape(node, graph);
            case Operator.Pad pad -> pad.before().stream().allMatch(before -> before == 0) && keepsShape(node, graph);
            case Operator.Transpose transpose -> isAscending(transpose.permutation());
            case Operator.Concat _ -> node.operands().size() == 1;
            case Operator.Slice slice -> slice.steps().stream().allMatch(step -> step == 1) && keepsShape(node, graph);
            default -> false;
        };
    }

    private static boolean keepsShape(Node node, Graph graph) {
        return graph.nodes().get(node.operand()).shape().equals(node.shape());
    }

    private static boolean isAscending(List<Integer> permutation) {
        return IntStream.range(0, permutation.size()).allMatch(axis -> permutation.get(axis) == axis);
    }
}
