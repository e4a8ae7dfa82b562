package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.engine.tensor.ResizeGeometry;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.format.OnnxAttribute;
import io.github.lanewise.layers.graph.Operator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Operators over windows of images. */
final class ExportedPoolings {
    private ExportedPoolings() {}

    static ExportedValue of(ExportedNode node, Operator operator) {
        return switch (operator) {
            case Operator.MaxPool pool -> max(node, pool.geometry());
            case Operator.AveragePool pool -> average(node, pool.geometry(), pool.countPadding());
            case Operator.GlobalAveragePool _ -> images(node, "GlobalAveragePool", Map.of());
            case Operator.GlobalMaxPool _ -> images(node, "GlobalMaxPool", Map.of());
            case Operator.Resize resize -> resize(node, resize.geometry());
            default -> throw new IllegalArgumentException(operator + " has no windows");
        };
    }

    private static ExportedValue max(ExportedNode node, PoolGeometry geometry) {
        Map<String, OnnxAttribute> attributes = windows(geometry);
        attributes.put("dilations", Attributes.ints(geometry.dilationHeight(), geometry.dilationWidth()));
        return images(node, "MaxPool", attributes);
    }

    private static ExportedValue average(ExportedNode node, PoolGeometry geometry, boolean countPadding) {
        if (geometry.dilationHeight() != 1 || geometry.dilationWidth() != 1) {
            throw node.inexpressible("average pooling with dilation");
        }
        Map<String, OnnxAttribute> attributes = windows(geometry);
        attributes.put("count_include_pad", Attributes.flag(countPadding));
        return images(node, "AveragePool", attributes);
    }

    static ExportedValue images(ExportedNode node, String operator, Map<String, OnnxAttribute> attributes) {
        return node.result(node.emit(operator, attributes, List.of(node.images(0))), true);
    }

    private static Map<String, OnnxAttribute> windows(PoolGeometry geometry) {
        Map<String, OnnxAttribute> attributes = new LinkedHashMap<>();
        attributes.put("kernel_shape", Attributes.ints(geometry.kernelHeight(), geometry.kernelWidth()));
        attributes.put("strides", Attributes.ints(geometry.strideHeight(), geometry.strideWidth()));
        attributes.put("ceil_mode", Attributes.flag(geometry.ceilMode()));
        attributes.put("pads", Attributes.pads(geometry.padding()));
        return attributes;
    }

    private static ExportedValue resize(ExportedNode node, ResizeGeometry geometry) {
        Map<String, OnnxAttribute> attributes = Map.of(
                "mode", Attributes.text(word(geometry.method())),
                "coordinate_transformation_mode", Attributes.text(coordinates(node, geometry)),
                "nearest_mode", Attributes.text(word(geometry.rounding())));
        Shape x = node.operand(0).shape();
        float height =
                scale(geometry.scaleHeight(), x.dimension(1), node.shape().dimension(1));
        float width = scale(geometry.scaleWidth(), x.dimension(2), node.shape().dimension(2));
        String scales = node.assembly().parameter("scales", Tensor.of(new float[] {1, 1, height, width}, 4));
        return node.result(node.emit("Resize", attributes, List.of(node.images(0), "", scales)), true);
    }

    private static String coordinates(ExportedNode node, ResizeGeometry geometry) {
        return switch (geometry.coordinates()) {
            case HALF_PIXEL, PYTORCH_HALF_PIXEL, ASYMMETRIC, ALIGN_CORNERS -> word(geometry.coordinates());
            case HALF_PIXEL_SYMMETRIC, TF_HALF_PIXEL_FOR_NN ->
                throw node.inexpressible("resizing with coordinates " + word(geometry.coordinates()));
        };
    }

    /** The scale in float32, so much larger that the extent is not rounded down. */
    private static float scale(double scale, int from, int to) {
        float rounded = (float) scale;
        while (Math.floor((double) (rounded * from)) < to) {
            rounded = Math.nextUp(rounded);
        }
        return rounded;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
