package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.tensor.ResizeGeometry;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.format.OnnxAttribute;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;

/** Images of another size; with the coordinates that the newer opsets have dropped they are composed of gathered lines. */
final class ExportedResizes {
    private static final int HEIGHT = 2;
    private static final int WIDTH = 3;

    private ExportedResizes() {}

    static ExportedValue of(ExportedNode node, ResizeGeometry geometry) {
        return geometry.coordinates() == ResizeGeometry.Coordinates.TF_HALF_PIXEL_FOR_NN
                ? composed(node, geometry)
                : resize(node, geometry);
    }

    private static ExportedValue resize(ExportedNode node, ResizeGeometry geometry) {
        Map<String, OnnxAttribute> attributes = new TreeMap<>(Map.of(
                "mode", Attributes.text(word(geometry.method())),
                "coordinate_transformation_mode", Attributes.text(word(geometry.coordinates())),
                "nearest_mode", Attributes.text(word(geometry.rounding()))));
        Shape x = node.operand(0).shape();
        Shape y = node.shape();
        boolean bySizes = geometry.scaleHeight() == y.dimension(1) / (double) x.dimension(1)
                && geometry.scaleWidth() == y.dimension(2) / (double) x.dimension(2);
        if (bySizes && node.assembly().opset() >= ExportedOpset.WITH_AXES) {
            attributes.put("axes", Attributes.ints(HEIGHT, WIDTH));
            String sizes = node.assembly().integers("sizes", y.dimension(1), y.dimension(2));
            return node.result(node.emit("Resize", attributes, List.of(node.images(0), "", "", sizes)), true);
        }
        float height = scale(geometry.scaleHeight(), x.dimension(1), y.dimension(1));
        float width = scale(geometry.scaleWidth(), x.dimension(2), y.dimension(2));
        String scales = node.assembly().parameter("scales", Tensor.of(new float[] {1, 1, height, width}, 4));
        return node.result(node.emit("Resize", attributes, List.of(node.images(0), "", scales)), true);
    }

    /** The scale in float32, so much larger that the extent is not rounded down. */
    private static float scale(double scale, int from, int to) {
        float rounded = (float) scale;
        while (Math.floor((double) (rounded * from)) < to) {
            rounded = Math.nextUp(rounded);
        }
        return rounded;
    }

    /** The columns, then the rows, with the arithmetic that the engine has. */
    private static ExportedValue composed(ExportedNode node, ResizeGeometry geometry) {
        Shape x = node.operand(0).shape();
        Shape y = node.shape();
        Line columns = new Line(
                WIDTH, x.dimension(2), y.dimension(2), i -> geometry.sourceColumn(i, x.dimension(2), y.dimension(2)));
        Line rows = new Line(
                HEIGHT, x.dimension(1), y.dimension(1), i -> geometry.sourceRow(i, x.dimension(1), y.dimension(1)));
        String images = node.images(0);
        return node.result(
                geometry.method() == ResizeGeometry.Method.NEAREST
                        ? rows.nearest(node, geometry, columns.nearest(node, geometry, images))
                        : rows.linear(node, columns.linear(node, images)),
                true);
    }

    /** One axis: its extents, and the place in the input of every output pixel. */
    private record Line(int axis, int from, int to, IntToDoubleFunction place) {
        String nearest(ExportedNode node, ResizeGeometry geometry, String x) {
            long[] pixels = new long[to];
            for (int i = 0; i < to; i++) {
                pixels[i] = geometry.nearest(place.applyAsDouble(i), from);
            }
            return gathered(node, x, pixels);
        }

        String linear(ExportedNode node, String x) {
            long[] first = new long[to];
            long[] second = new long[to];
            float[] weight = new float[to];
            float[] rest = new float[to];
            for (int i = 0; i < to; i++) {
                double inside = Math.clamp(place.applyAsDouble(i), 0, from - 1);
                first[i] = (long) inside;
                second[i] = Math.min(first[i] + 1, from - 1);
                weight[i] = (float) (inside - first[i]);
                rest[i] = 1 - weight[i];
            }
            return node.emit(
                    "Add",
                    node.emit("Mul", gathered(node, x, first), weights(node, rest)),
                    node.emit("Mul", gathered(node, x, second), weights(node, weight)));
        }

        private String gathered(ExportedNode node, String x, long[] pixels) {
            String indices = node.assembly().integers("pixels", pixels);
            return node.emit("Gather", Map.of("axis", Attributes.integer(axis)), List.of(x, indices));
        }

        private String weights(ExportedNode node, float[] values) {
            Tensor aligned = axis == WIDTH ? Tensor.of(values, 1, 1, 1, to) : Tensor.of(values, 1, 1, to, 1);
            return node.assembly().parameter("weights", aligned);
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
