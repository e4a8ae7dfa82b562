package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.ChannelAffine;
import io.github.lanewise.layers.format.ModelFormatException;
import io.github.lanewise.layers.graph.Operator;
import java.util.Arrays;
import java.util.Map;

/** Normalisations, with statistics of the training or of the input itself. */
final class NormalisationOperators {
    private static final int SPATIAL_IS_FIXED = 9;
    private static final int MODE_IS_AN_ATTRIBUTE = 7;

    private NormalisationOperators() {}

    static void register(Map<String, OperatorImporter> importers) {
        OperatorImporter.put(importers, "BatchNormalization", NormalisationOperators::batch);
        OperatorImporter.put(importers, "InstanceNormalization", NormalisationOperators::instance);
        OperatorImporter.put(importers, "LayerNormalization", NormalisationOperators::layer);
        OperatorImporter.put(importers, "LRN", NormalisationOperators::localResponse);
    }

    private static Operand batch(ImportedNode node) throws ModelFormatException {
        boolean training = node.flag("training_mode", false)
                || (node.opset() < MODE_IS_AN_ATTRIBUTE && !node.flag("is_test", false));
        if (training || (node.opset() < SPATIAL_IS_FIXED && !node.flag("spatial", true))) {
            throw new UnsupportedException("batch norm in training, or of every pixel by itself");
        }
        Operand x = node.real(0);
        if (x.rank() < 2) {
            throw new IllegalArgumentException("batch norm of the shape " + x.shape());
        }
        Operator norm = new Operator.ScaleShift(affine(node, x.shape().dimension(1)), Activation.IDENTITY);
        if (x.rank() == 2) {
            return node.plain(x.type(), norm, x.shape(), x.plain());
        }
        Operand images = node.reshape(x, planar(x.shape()));
        return node.reshape(node.images(x.type(), norm, images.shape(), images.images()), x.shape());
    }

    /** At most four axes: those behind the channels are one if there are more than two. */
    private static Shape planar(Shape shape) {
        return shape.rank() <= 4
                ? shape
                : Shape.of(shape.dimension(0), shape.dimension(1), ShapeOperators.extent(shape, 2, shape.rank()), 1);
    }

    /** In float64 from the decimal that the exporter wrote as epsilon, so that it is that of the original network. */
    private static ChannelAffine affine(ImportedNode node, int channels) throws ModelFormatException {
        double epsilon = Double.parseDouble(Float.toString(node.node().number("epsilon", 1e-5f)));
        Tensor weight = channels(node, 1, channels);
        Tensor bias = channels(node, 2, channels);
        Tensor mean = channels(node, 3, channels);
        Tensor variance = channels(node, 4, channels);
        double[] scale = new double[channels];
        Arrays.setAll(scale, c -> weight.get(c) / Math.sqrt(variance.get(c) + epsilon));
        return ChannelAffine.of(channels, c -> scale[c], c -> bias.get(c) - mean.get(c) * scale[c]);
    }

    private static Tensor channels(ImportedNode node, int index, int channels) {
        Operand operand = node.operand(index);
        if (!operand.shape().equals(Shape.of(channels))) {
            throw new IllegalArgumentException(
                    "input " + index + " has the shape " + operand.shape() + " for " + channels + " channels");
        }
        return operand.tensor();
    }

    private static Operand instance(ImportedNode node) throws ModelFormatException {
        Operand x = node.real(0);
        if (x.rank() < 3) {
            throw new IllegalArgumentException("instance norm of the shape " + x.shape());
        }
        int channels = x.shape().dimension(1);
        Operator norm = new Operator.GroupNorm(
                channels,
                node.node().number("epsilon", 1e-5f),
                channels(node, 1, channels),
                channels(node, 2, channels));
        Operand images = node.reshape(x, planar(x.shape()));
        return node.reshape(node.images(x.type(), norm, images.shape(), images.images()), x.shape());
    }

    private static Operand layer(ImportedNode node) throws ModelFormatException {
        long declared = node.node().integer("axis", -1);
        requireLastAxis(declared >= -1);
        Operand x = node.real(0);
        int axis = Axes.of(declared, x.rank());
        requireLastAxis(axis == x.rank() - 1);
        int channels = x.shape().dimension(axis);
        Tensor shift = node.has(2) ? channels(node, 2, channels) : Tensor.of(new float[channels], channels);
        Operator norm =
                new Operator.LayerNorm(node.node().number("epsilon", 1e-5f), channels(node, 1, channels), shift);
        return node.plain(x.type(), norm, x.shape(), x.plain());
    }

    private static void requireLastAxis(boolean isLast) {
        if (!isLast) {
            throw new UnsupportedException("layer norm over more than the last axis");
        }
    }

    private static Operand localResponse(ImportedNode node) throws ModelFormatException {
        Operand x = node.real(0);
        Operator norm = new Operator.LocalResponse(
                Math.toIntExact(node.node().integer("size")),
                node.node().number("alpha", 1e-4f),
                node.node().number("beta", 0.75f),
                node.node().number("bias", 1));
        return node.images(x.type(), norm, x.shape(), x.images());
    }
}
