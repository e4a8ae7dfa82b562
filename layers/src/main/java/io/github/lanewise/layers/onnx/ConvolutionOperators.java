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
        Windows.requireFewAxes(node);
        Operand x = node.real(0);
        int rank = Windows.requireSpatialRank(x);
        Shape weights = weightShape(node, rank);
        Windows windows = windows(node, rank, weights);
        Shape images = Axes.images(x.shape());
        int groups = node.integer("group", 1);
        ConvGeometry geometry = geometry(
                windows,
                Math.multiplyExact(weights.dimension(1), groups),
                weights.dimension(0),
                windows.padding(images.dimension(1), images.dimension(2)),
                groups);
        Shape y = geometry.outputShape(images);
        int channels = geometry.outChannels();
        requireBias(node, channels);
        if (isComputed(node)) {
            return computed(node, new Operator.ComputedConv(geometry, false), outside(y, rank));
        }
        ChannelAffine affine = ChannelAffine.bias(channels, bias(node));
        Operator conv = new Operator.Conv(geometry, weights(node, rank), affine, Activation.IDENTITY);
        return node.images(x.type(), conv, outside(y, rank), x.images());
    }

    /** Whether weights or bias are known neither when the model is imported nor when it is given its inputs. */
    private static boolean isComputed(ImportedNode node) {
        Operand bias = node.optional(2);
        return !node.operand(1).mayBeKnown() || (bias != null && !bias.mayBeKnown());
    }

    private static Operand computed(ImportedNode node, Operator conv, Shape shape) {
        Operand x = node.real(0);
        int weights = node.operand(1).images();
        Operand bias = node.optional(2);
        return bias == null
                ? node.images(x.type(), conv, shape, x.images(), weights)
                : node.images(x.type(), conv, shape, x.images(), weights, bias.plain());
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

    /** The shape of the weights, {@code [O, I, kernelHeight, kernelWidth]}. */
    private static Shape weightShape(ImportedNode node, int rank) {
        Shape shape = node.operand(1).shape();
        if (shape.rank() != rank + 2) {
            throw new IllegalArgumentException(
                    "weights " + shape + " for an input " + node.operand(0).shape());
        }
        return rank == 2 ? shape : Shape.of(shape.dimension(0), shape.dimension(1), 1, shape.dimension(2));
    }

    private static Tensor weights(ImportedNode node, int rank) {
        Tensor values = node.operand(1).tensor();
        if (rank == 2) {
            return values;
        }
        int planar = node.assembly()
                .append(
                        new Operator.Reshape(),
                        weightShape(node, rank),
                        node.assembly().constant(values));
        return Objects.requireNonNull(node.assembly().constant(planar));
    }

    private static Windows windows(ImportedNode node, int rank, Shape weights) throws ModelFormatException {
        int[] kernel = {weights.dimension(2), weights.dimension(3)};
        int[] own = rank == 1 ? new int[] {kernel[1]} : kernel;
        int[] declared = node.ints("kernel_shape", own);
        if (!Arrays.equals(declared, own)) {
            throw new IllegalArgumentException(
                    "kernel_shape " + Arrays.toString(declared) + " with weights " + weights);
        }
        return Windows.of(node, rank, own);
    }

    private static void requireBias(ImportedNode node, int channels) {
        Operand bias = node.optional(2);
        if (bias != null && !bias.shape().equals(Shape.of(channels))) {
            throw new IllegalArgumentException("bias " + bias.shape() + " for " + channels + " channels");
        }
    }

    private static @Nullable Tensor bias(ImportedNode node) {
        Operand bias = node.optional(2);
        return bias == null ? null : bias.tensor();
    }

    /** Images by their shape in ONNX. */
    static Shape outside(Shape images, int spatialRank) {
        return spatialRank == 2
                ? Shape.of(images.dimension(0), images.dimension(3), images.dimension(1), images.dimension(2))
                : Shape.of(images.dimension(0), images.dimension(3), images.dimension(2));
    }

    private static Operand transposed(ImportedNode node) throws ModelFormatException {
        Windows.requireFewAxes(node);
        Operand x = node.real(0);
        int rank = Windows.requireSpatialRank(x);
        Shape weights = weightShape(node, rank);
        Windows windows = windows(node, rank, weights);
        Shape images = Axes.images(x.shape());
        int groups = node.integer("group", 1);
        int outChannels = Math.multiplyExact(weights.dimension(1), groups);
        TransposedExtent extent = TransposedExtent.of(node, windows, images);
        ConvGeometry geometry = geometry(windows, outChannels, weights.dimension(0), extent.padding(), groups);
        if (images.dimension(3) != geometry.outChannels()) {
            throw new IllegalArgumentException("weights " + weights + " for an input " + x.shape());
        }
        requireBias(node, outChannels);
        Shape y = Shape.of(images.dimension(0), extent.height(), extent.width(), outChannels);
        if (isComputed(node)) {
            return computed(node, new Operator.ComputedConv(geometry, true), outside(y, rank));
        }
        Operator conv =
                new Operator.TransposedConv(geometry, weights(node, rank), bias(node), Activation.IDENTITY, null);
        return node.images(x.type(), conv, outside(y, rank), x.images());
    }
}
