package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.Rearrange;
import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.engine.tensor.ResizeGeometry;
import io.github.lanewise.layers.graph.Graph;
import io.github.lanewise.layers.graph.Operator;

/** The version of ONNX's operators that a graph is written with: 17, which most programs read, unless a node needs more. */
final class ExportedOpset {
    /** From this version on the axes of all reductions are an input, and a resizing may name its axes. */
    static final int WITH_AXES = 18;

    private static final int COMMON = 17;
    private static final int COMMON_IR_VERSION = 8;
    private static final int NEWER = 19;
    private static final int NEWER_IR_VERSION = 9;

    private ExportedOpset() {}

    static int of(Graph graph) {
        return graph.nodes().stream().anyMatch(node -> needsNewer(node.operator())) ? NEWER : COMMON;
    }

    /** The version of the file format that came with an opset. */
    static int irVersion(int opset) {
        return opset < NEWER ? COMMON_IR_VERSION : NEWER_IR_VERSION;
    }

    private static boolean needsNewer(Operator operator) {
        return switch (operator) {
            case Operator.Pad pad -> pad.margin() == Rearrange.Margin.WRAP;
            case Operator.AveragePool pool -> isDilated(pool.geometry());
            case Operator.Resize resize ->
                resize.geometry().coordinates() == ResizeGeometry.Coordinates.HALF_PIXEL_SYMMETRIC;
            default -> false;
        };
    }

    static boolean isDilated(PoolGeometry geometry) {
        return geometry.dilationHeight() != 1 || geometry.dilationWidth() != 1;
    }
}
