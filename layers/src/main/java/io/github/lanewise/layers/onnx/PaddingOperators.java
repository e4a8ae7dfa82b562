package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.Rearrange;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.format.ModelFormatException;
import io.github.lanewise.layers.graph.Operator;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Margins round a value. */
final class PaddingOperators {
    private static final int BY_INPUTS = 11;

    private PaddingOperators() {}

    static void register(Map<String, OperatorImporter> importers) {
        OperatorImporter.put(importers, "Pad", PaddingOperators::pad);
    }

    private static Operand pad(ImportedNode node) throws ModelFormatException {
        Rearrange.Margin margin = switch (node.node().text("mode", "constant")) {
            case "constant" -> Rearrange.Margin.CONSTANT;
            case "reflect" -> Rearrange.Margin.REFLECT;
            case "edge" -> Rearrange.Margin.EDGE;
            case "wrap" -> Rearrange.Margin.WRAP;
            default -> throw new UnsupportedException("mode " + node.node().text("mode"));
        };
        int[] given = given(node);
        if (margin != Rearrange.Margin.CONSTANT && Arrays.stream(given).anyMatch(pad -> pad < 0)) {
            throw new UnsupportedException("negative pads " + Arrays.toString(given) + " of mode "
                    + node.node().text("mode"));
        }
        Operand x = node.operand(0);
        int[] pads = pads(node, given, x.rank());
        List<Integer> before = MovementOperators.repeated(x.rank(), 0);
        int[] dimensions = x.shape().toArray();
        for (int axis = 0; axis < x.rank(); axis++) {
            before.set(axis, pads[axis]);
            dimensions[axis] = Math.addExact(dimensions[axis], Math.addExact(pads[axis], pads[axis + x.rank()]));
        }
        Shape shape = Shape.of(dimensions);
        if (x.prefersImages()) {
            Operator operator = new Operator.Pad(Axes.inImages(before, 0), margin, value(node));
            return node.images(x.type(), operator, shape, x.images());
        }
        return node.plain(x.type(), new Operator.Pad(before, margin, value(node)), shape, x.plain());
    }

    private static float value(ImportedNode node) throws ModelFormatException {
        if (node.opset() < BY_INPUTS) {
            return node.node().number("value", 0);
        }
        return node.has(2) ? node.operand(2).number() : 0;
    }

    private static int[] given(ImportedNode node) throws ModelFormatException {
        long[] given = node.integers("pads", 1);
        if (given == null && node.node().has("paddings")) {
            given = node.node().integers("paddings");
        }
        if (given == null) {
            throw new IllegalArgumentException("pads are missing");
        }
        return ImportedNode.exact(given);
    }

    /** The numbers before all axes, then those behind. */
    private static int[] pads(ImportedNode node, int[] pads, int rank) {
        int[] axes = node.has(3) ? Axes.of(node.operand(3).known().values(), rank) : Axes.all(rank);
        Windows.requireLength("pads", pads, 2 * axes.length);
        int[] all = new int[2 * rank];
        for (int i = 0; i < axes.length; i++) {
            all[axes[i]] = pads[i];
            all[axes[i] + rank] = pads[i + axes.length];
        }
        return all;
    }
}
