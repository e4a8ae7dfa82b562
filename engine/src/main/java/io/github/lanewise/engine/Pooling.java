package io.github.lanewise.engine;

import io.github.lanewise.engine.PoolingCall.Kind;
import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;

/**
 * Pooling over NHWC images, channel by channel, on tensors with any paddings; only the interior of the output is written.
 * Physical padding of the input is never read: windows end where the image ends. The same bits on every tier.
 */
public final class Pooling {

    /**
     * The largest pixel of each window; NaN if there is one.
     *
     * @param in {@code [N, H, W, C]}
     * @param out {@code [N, H', W', C]}, must not overlap in
     */
    public static void max(PoolGeometry geometry, Tensor in, Tensor out, Workers workers) {
        check(geometry, in, out);
        PoolingCall.run(Kind.MAX, geometry, in, out, workers);
    }

    /**
     * The sum of each window, taken row by row, divided by the number of its pixels.
     *
     * @param countPadding whether pixels of the geometry's padding are counted; those beyond it never are
     * @param out {@code [N, H', W', C]}, must not overlap in
     */
    public static void average(PoolGeometry geometry, boolean countPadding, Tensor in, Tensor out, Workers workers) {
        check(geometry, in, out);
        Kind kind = countPadding ? Kind.AVERAGE_COUNTING_PADDING : Kind.AVERAGE;
        PoolingCall.run(kind, geometry, in, out, workers);
    }

    /** The average of each image and channel, from {@code [N, H, W, C]} with H, W at least 1 to a dense {@code [N, C]}. */
    public static void globalAverage(Tensor in, Tensor out, Workers workers) {
        checkGlobal(in, out);
        PoolingCall.runGlobal(Kind.GLOBAL_AVERAGE, in, out, workers);
    }

    /** The largest pixel of each image and channel, from {@code [N, H, W, C]} with H, W at least 1 to a dense {@code [N, C]}. */
    public static void globalMax(Tensor in, Tensor out, Workers workers) {
        checkGlobal(in, out);
        PoolingCall.runGlobal(Kind.GLOBAL_MAX, in, out, workers);
    }

    private static void check(PoolGeometry geometry, Tensor in, Tensor out) {
        Shape shape = geometry.outputShape(in.shape());
        if (!out.shape().equals(shape)) {
            throw new ShapeException("pooling of " + in.shape() + " gives " + shape + ", got output " + out.shape());
        }
    }

    private static void checkGlobal(Tensor in, Tensor out) {
        Shape from = in.shape();
        Shape to = out.shape();
        if (from.rank() != 4
                || from.dimension(1) == 0
                || from.dimension(2) == 0
                || to.rank() != 2
                || to.dimension(0) != from.dimension(0)
                || to.dimension(1) != from.dimension(3)) {
            throw new ShapeException("global pooling leads from [N, H, W, C] to [N, C], got " + from + " and " + to);
        }
    }

    private Pooling() {}
}
