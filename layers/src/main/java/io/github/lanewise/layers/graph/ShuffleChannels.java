package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transposition among parts of the channels only, {@code [N, g, C / g, H, W]} to {@code [N, C / g, g, H, W]}, keeps images
 * channels-last: the shuffle of Zhang et al. 2017 (arXiv:1707.01083).
 */
final class ShuffleChannels implements Pass {
    private static final int BEFORE_CHANNELS = 3;

    @Override
    public Graph apply(Graph graph) {
        Rewriter rewriter = new Rewriter(graph);
        for (Node node : graph.nodes()) {
            Node transpose =
                    node.operator() instanceof Operator.Images ? transpose(rewriter.operand(node, 0), rewriter) : null;
            if (transpose == null || !shuffle(node, transpose, rewriter)) {
                rewriter.keep(node);
            }
        }
        return rewriter.graph();
    }

    /** The transposition that a node is or reshapes; else null. */
    private static @Nullable Node transpose(Node node, Rewriter rewriter) {
        return switch (node.operator()) {
            case Operator.Transpose _ -> node;
            case Operator.Reshape _
            when rewriter.node(node.operand()).operator() instanceof Operator.Transpose ->
                rewriter.node(node.operand());
            default -> null;
        };
    }

    private static boolean shuffle(Node images, Node transpose, Rewriter rewriter) {
        Node flatten = rewriter.node(transpose.operand());
        Operator.Transpose order = (Operator.Transpose) transpose.operator();
        if (!(flatten.operator() instanceof Operator.Flatten)
                || !order.isShuffle()
                || !splitsChannels(
                        flatten.shape(), rewriter.node(flatten.operand()).shape(), images.shape())) {
            return false;
        }
        Shape split = channelsLast(flatten.shape());
        List<Integer> moved = new ArrayList<>(List.of(0, 1, 2));
        for (int axis = 1; axis < order.permutation().size() - 2; axis++) {
            moved.add(order.permutation().get(axis) + BEFORE_CHANNELS - 1);
        }
        int parts = rewriter.insert(images.name(), new Operator.Reshape(), List.of(flatten.operand()), split);
        int shuffled = rewriter.insert(
                images.name(), new Operator.Transpose(moved), List.of(parts), channelsLast(transpose.shape()));
        rewriter.append(images, images.name(), new Operator.Reshape(), List.of(shuffled));
        return true;
    }

    /** Whether {@code [N, c1, ..., H, W]} and the images before and after have the same height and width. */
    private static boolean splitsChannels(Shape flat, Shape before, Shape after) {
        int rank = flat.rank();
        return before.equals(after)
                && rank <= 7
                && flat.dimension(0) == before.dimension(0)
                && flat.dimension(rank - 2) == before.dimension(1)
                && flat.dimension(rank - 1) == before.dimension(2);
    }

    private static Shape channelsLast(Shape flat) {
        int rank = flat.rank();
        int[] dimensions = new int[rank];
        dimensions[0] = flat.dimension(0);
        dimensions[1] = flat.dimension(rank - 2);
        dimensions[2] = flat.dimension(rank - 1);
        for (int axis = 1; axis < rank - 2; axis++) {
            dimensions[axis + 2] = flat.dimension(axis);
        }
        return Shape.of(dimensions);
    }
}
