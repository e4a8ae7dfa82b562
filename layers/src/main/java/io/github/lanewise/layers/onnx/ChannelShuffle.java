package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.graph.Node;
import io.github.lanewise.layers.graph.Operator;

/**
 * The shuffle of channels as models spell it: images seen as {@code [N, g, C / g, H, W]}, transposed to
 * {@code [N, C / g, g, H, W]} and seen as images again. Its result is asked for as images whoever reads it, so that a
 * slice of the channels between the shuffle and a convolution does not take the row-major result.
 */
final class ChannelShuffle {
    private static final int IMAGE_RANK = 4;

    private ChannelShuffle() {}

    /** Whether a reshape of that node to that shape is the end of a shuffle. */
    static boolean endsIn(Assembly assembly, int node, Shape result) {
        Node transpose = assembly.node(node);
        return result.rank() == IMAGE_RANK
                && transpose.operator() instanceof Operator.Transpose order
                && order.isShuffle()
                && hasPixelsOf(transpose.shape(), result)
                && comesFromImages(assembly, transpose);
    }

    private static boolean hasPixelsOf(Shape parts, Shape result) {
        int rank = parts.rank();
        return parts.dimension(0) == result.dimension(0)
                && parts.dimension(rank - 2) == result.dimension(2)
                && parts.dimension(rank - 1) == result.dimension(3);
    }

    private static boolean comesFromImages(Assembly assembly, Node transpose) {
        Node parts = assembly.node(transpose.operands().getFirst());
        return parts.operator() instanceof Operator.Reshape
                && assembly.node(parts.operands().getFirst()).operator() instanceof Operator.Flatten;
    }
}
