package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.tensor.BinaryOperation;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.ChannelAffine;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Sums, differences, products and quotients of a convolution or dense layer and one constant per channel go into its
 * weights: a bias, or batch norm in other words.
 */
final class FoldConstants implements Pass {
    @Override
    public Graph apply(Graph graph) {
        Rewriter rewriter = new Rewriter(graph);
        for (Node node : graph.nodes()) {
            if (!(node.operator() instanceof Operator.Binary binary)
                    || !(fold(node, binary, 0, rewriter) || fold(node, binary, 1, rewriter))) {
                rewriter.keep(node);
            }
        }
        return rewriter.graph();
    }

    /** Folds the constant into the producer of the operand with this index. */
    private static boolean fold(Node node, Operator.Binary binary, int index, Rewriter rewriter) {
        Node producer = rewriter.operand(node, index);
        if (!(producer.operator() instanceof Operator.Weighted weighted)
                || !(rewriter.operand(node, 1 - index).operator() instanceof Operator.Constant constant)
                || !rewriter.isOnlyUse(node, index)
                || !weighted.isBare()
                || producer.operands().size() != 1
                || !producer.shape().equals(node.shape())) {
            return false;
        }
        ChannelAffine affine = affine(
                binary.operation(),
                index == 0,
                constant.values(),
                weighted.affine().channels());
        if (affine == null) {
            return false;
        }
        rewriter.change(producer, weighted.with(weighted.affine().then(affine)));
        rewriter.replace(node, producer);
        return true;
    }

    /** The operation as scale and shift per channel; null if it is none. */
    private static @Nullable ChannelAffine affine(
            BinaryOperation operation, boolean constantIsSecond, Tensor constant, int channels) {
        if (!isPerChannel(constant.shape(), channels)) {
            return null;
        }
        float[] values = constant.toArray();
        IntToDoubleFunction value = c -> values[values.length == 1 ? 0 : c];
        return switch (operation) {
            case ADD -> ChannelAffine.of(channels, c -> 1, value);
            case MULTIPLY -> ChannelAffine.of(channels, value, c -> 0);
            case SUBTRACT ->
                constantIsSecond
                        ? ChannelAffine.of(channels, c -> 1, c -> -value.applyAsDouble(c))
                        : ChannelAffine.of(channels, c -> -1, value);
            case DIVIDE ->
                constantIsSecond ? ChannelAffine.of(channels, c -> 1 / value.applyAsDouble(c), c -> 0) : null;
            default -> null;
        };
    }

    private static boolean isPerChannel(Shape shape, int channels) {
        return shape.elements() == 1 || (shape.elements() == channels && shape.dimension(shape.rank() - 1) == channels);
    }
}
