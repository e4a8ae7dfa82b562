package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.ChannelAffine;
import io.github.lanewise.layers.format.ModelFormatException;
import io.github.lanewise.layers.graph.Operator;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Convolutions and their adjoints over images and sequences. */
final class ConvolutionOperators {
    private ConvolutionOperators() {}

    static void register(Map<String, OperatorImporter> importers) {
        OperatorImporter.put(importers, "Conv", ConvolutionOperators::convolution);
        OperatorImporter.put(importers, "ConvTranspose", ConvolutionOperators::transposed);
    }

    private static Operand convolution(ImportedNode node) throws ModelFormatException {
        Operand x = node.operand(0);
        int rank = Windows.requireSpatialRank(x);
        Tensor weights = weights(node, rank);
        Windows windows = windows(node, rank, weights);
        Shape images = Axes.images(x.shape());
        int groups = node.integer("group", 1);
        int outChannels = weights.shape().dimension(0);
        ConvGeometry geometry = geometry(
                windows,
                Math.multiplyExact(weights.shape().dimension(1), groups),
                outChannels,
                windows.padding(images.dimension(1), images.dimension(2)),
                groups);
        Operator.Conv conv = new Operator.Conv(
                geometry, weights, ChannelAffine.bias(outChannels, bias(node, outChannels)), Activation.IDENTITY);
        Shape y = geometry.outputShape(images);
        return node.images(x.type(), conv, outside(y, rank), x.images());
    }

    private static ConvGeometry geometry(
            Windows windows, int inChannels, int outChannels, Padding padding, int groups) {
        return new ConvGeometry(
                inChannels,
                outChannels,
                windows.kernel()[0],
                windows.kernel()[1],
                windows.strides()[0],
                windows.strides()[1],
                padding,
                windows.dilations()[0],
                windows.dilations()[1],
                groups);
    }

    /** Weights {@code [O, I, kernelHeight, kernelWidth]}. */
    private static Tensor weights(ImportedNode node, int rank) {
        Operand weights = node.operand(1);
        if (weights.rank() != rank + 2) {
            throw new IllegalArgumentException("weights " + weights.shape() + " for an input "
                    + node.operand(0).shape());
        }
        if (rank == 2) {
            return weights.tensor();
        }
        Shape shape = weights.shape();
        Tensor values = weights.tensor();
        int planar = node.assembly()
                .append(
                        new Operator.Reshape(),
                        Shape.of(shape.dimension(0), shape.dimension(1), 1, shape.dimension(2)),
                        node.assembly().constant(values));
        return Objects.requireNonNull(node.assembly().constant(planar));
    }

    private static Windows windows(ImportedNode node, int rank, Tensor weights) throws ModelFormatException {
        int[] kernel = {weights.shape().dimension(2), weights.shape().dimension(3)};
        int[] own = rank == 1 ? new int[] {kernel[1]} : kernel;
        int[] declared = node.ints("kernel_shape", own);
        if (!Arrays.equals(declared, own)) {
            throw new IllegalArgumentException(
                    "kernel_shape " + Arrays.toString(declared) + " with weights " + weights.shape());
        }
        return Windows.of(node, rank, own);
    }

    private static @Nullable Tensor bias(ImportedNode node, int channels) {
        Operand bias = node.optional(2);
        if (bias == null) {
            return null;
        }
        if (!bias.shape().equals(Shape.of(channels))) {
            throw new IllegalArgumentException("bias " + bias.shape() + " for " + channels + " channels");
        }
        return bias.tensor();
    }

    /** Images by their shape in ONNX. */
    static Shape outside(Shape images, int spatialRank) {
        return spatialRank == 2
                ? Shape.of(images.dimension(0), images.dimension(3), images.dimension(1), images.dimension(2))
                : Shape.of(images.dimension(0), images.dimension(3), images.dimension(2));
    }

    private static Operand transposed(ImportedNode node) throws ModelFormatException {
        Operand x = node.operand(0);
        int rank = Windows.requireSpatialRank(x);
        Tensor weights = weights(node, rank);
        Windows windows = windows(node, rank, weights);
        Shape images = Axes.images(x.shape());
        int groups = node.integer("group", 1);
        int outChannels = Math.multiplyExact(weights.shape().dimension(1), groups);
        TransposedExtent extent = TransposedExtent.of(node, windows, images);
        ConvGeometry geometry = geometry(windows, outChannels, weights.shape().dimension(0), extent.padding(), groups);
        if (images.dimension(3) != geometry.outChannels()) {
            throw new IllegalArgumentException("weights " + weights.shape() + " for an input " + x.shape());
        }
        Operator.TransposedConv conv =
                new Operator.TransposedConv(geometry, weights, bias(node, outChannels), Activation.IDENTITY, null);
        Shape y = Shape.of(images.dimension(0), extent.height(), extent.width(), outChannels);
        return node.images(x.type(), conv, outside(y, rank), x.images());
    }
}
