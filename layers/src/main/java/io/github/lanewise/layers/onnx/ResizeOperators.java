package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.tensor.ResizeGeometry;
import io.github.lanewise.engine.tensor.ResizeGeometry.Coordinates;
import io.github.lanewise.engine.tensor.ResizeGeometry.Method;
import io.github.lanewise.engine.tensor.ResizeGeometry.Rounding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.format.ModelFormatException;
import io.github.lanewise.layers.graph.Operator;
import java.util.Map;

/** Images of another size. */
final class ResizeOperators {
    private static final int WITH_COORDINATES = 11;
    private static final int SCALES_BY_INPUT = 9;

    private ResizeOperators() {}

    static void register(Map<String, OperatorImporter> importers) {
        OperatorImporter.put(importers, "Resize", ResizeOperators::resize);
        OperatorImporter.put(importers, "Upsample", ResizeOperators::upsample);
    }

    private static Operand upsample(ImportedNode node) throws ModelFormatException {
        Method method = method(node);
        float[] scales = node.opset() < SCALES_BY_INPUT
                ? ConstantOperators.array(node.node().numbers("scales"))
                : node.operand(1).tensor().toArray();
        return simple(node, method, scales);
    }

    /** With the coordinates of Upsample and of Resize before opset 11. */
    private static Operand simple(ImportedNode node, Method method, float[] scales) {
        Operand x = node.operand(0);
        ResizeScales target = ResizeScales.ofScales(x.shape(), Axes.all(x.rank()), scales);
        return run(node, x, target, method, Coordinates.ASYMMETRIC, Rounding.FLOOR);
    }

    private static Operand resize(ImportedNode node) throws ModelFormatException {
        Method method = method(node);
        if (node.opset() < WITH_COORDINATES) {
            return simple(node, method, node.operand(1).tensor().toArray());
        }
        if (node.flag("antialias", false)) {
            throw new UnsupportedException("antialias");
        }
        Coordinates coordinates = coordinates(node);
        Rounding rounding = rounding(node);
        Operand x = node.operand(0);
        return run(node, x, target(node, x), method, coordinates, rounding);
    }

    private static ResizeScales target(ImportedNode node, Operand x) throws ModelFormatException {
        int[] axes = node.node().has("axes") ? Axes.of(node.node().integers("axes"), x.rank()) : Axes.all(x.rank());
        if (node.has(3) && node.operand(3).shape().elements() > 0) {
            int[] sizes = ImportedNode.exact(node.operand(3).known().values());
            String policy = node.node().text("keep_aspect_ratio_policy", "stretch");
            return ResizeScales.ofSizes(x.shape(), axes, sizes, policy);
        }
        return ResizeScales.ofScales(x.shape(), axes, node.operand(2).tensor().toArray());
    }

    private static Coordinates coordinates(ImportedNode node) throws ModelFormatException {
        String mode = node.node().text("coordinate_transformation_mode", "half_pixel");
        return switch (mode) {
            case "half_pixel" -> Coordinates.HALF_PIXEL;
            case "half_pixel_symmetric" -> Coordinates.HALF_PIXEL_SYMMETRIC;
            case "pytorch_half_pixel" -> Coordinates.PYTORCH_HALF_PIXEL;
            case "tf_half_pixel_for_nn" -> Coordinates.TF_HALF_PIXEL_FOR_NN;
            case "asymmetric" -> Coordinates.ASYMMETRIC;
            case "align_corners" -> Coordinates.ALIGN_CORNERS;
            default -> throw new UnsupportedException("coordinates " + mode);
        };
    }

    private static Rounding rounding(ImportedNode node) throws ModelFormatException {
        String mode = node.node().text("nearest_mode", "round_prefer_floor");
        return switch (mode) {
            case "round_prefer_floor" -> Rounding.ROUND_PREFER_FLOOR;
            case "round_prefer_ceil" -> Rounding.ROUND_PREFER_CEIL;
            case "floor" -> Rounding.FLOOR;
            case "ceil" -> Rounding.CEIL;
            default -> throw new UnsupportedException("nearest_mode " + mode);
        };
    }

    private static Method method(ImportedNode node) throws ModelFormatException {
        String mode = node.node().text("mode", "nearest");
        return switch (mode) {
            case "nearest" -> Method.NEAREST;
            case "linear", "bilinear" -> Method.LINEAR;
            default -> throw new UnsupportedException("mode " + mode);
        };
    }

    private static Operand run(
            ImportedNode node,
            Operand x,
            ResizeScales target,
            Method method,
            Coordinates coordinates,
            Rounding rounding) {
        if (method == Method.LINEAR) {
            node.real(0);
        }
        requireSpace(x, target);
        double scaleHeight = x.rank() == 4 ? target.scales()[2] : 1;
        double scaleWidth = target.scales()[x.rank() - 1];
        Operator resize =
                new Operator.Resize(new ResizeGeometry(method, coordinates, rounding, scaleHeight, scaleWidth));
        Shape shape = target.shape();
        return node.images(x.type(), resize, shape, x.images());
    }

    private static void requireSpace(Operand x, ResizeScales target) {
        if (!Axes.mayBeImages(x.shape())) {
            throw new UnsupportedException("resizing of values of rank " + x.rank());
        }
        if (target.changes(0) || target.changes(1)) {
            throw new UnsupportedException("resizing of other axes than height and width, of the batch by "
                    + target.scales()[0] + " and the channels by " + target.scales()[1]);
        }
    }
}
