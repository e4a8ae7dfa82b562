package io.github.lanewise.engine;

import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;

/**
 * Pooling of NHWC images, channel by channel.
 *
 * <p>Tensors may have any paddings: that of the input is never read, windows end where the image ends, and only the interior
 * of the output is written. The output must not overlap the input. Every window is one chain over its rows, then columns, so
 * the bits depend neither on the tier, nor on the vector width, nor on the threads; nothing is allocated.
 */
public final class Pooling {

    /**
     * The largest pixel of each window, as by {@link Math#max(float, float)}: NaN wins, 0 wins over -0, padding never.
     *
     * @param in {@code [N, H, W, C]}
     * @param out {@code [N, H', W', C]}
     * @throws ShapeException if the output does not fit the input
     */
    public static void max(PoolGeometry geometry, Tensor in, Tensor out, Workers workers) {
        requireFit(geometry, in, out);
        PoolingCall.run(geometry, PoolingCall.Reduction.MAX, in, out, workers);
    }

    /**
     * The sum of each window, divided by the number of its pixels; other parameters as in {@link #max}.
     *
     * @param countPadding whether pixels of the geometry's padding are counted; those beyond it, in ceil mode, never are
     */
    public static void average(PoolGeometry geometry, boolean countPadding, Tensor in, Tensor out, Workers workers) {
        requireFit(geometry, in, out);
        PoolingCall.Reduction reduction =
                countPadding ? PoolingCall.Reduction.AVERAGE_COUNTING_PADDING : PoolingCall.Reduction.AVERAGE;
        PoolingCall.run(geometry, reduction, in, out, workers);
    }

    /**
     * The largest pixel of each channel of each image.
     *
     * @param in {@code [N, H, W, C]} with at least one pixel
     * @param out {@code [N, C]}
     * @throws ShapeException if the output does not fit the input
     */
    public static void globalMax(Tensor in, Tensor out, Workers workers) {
        requireGlobalFit(in, out);
        PoolingCall.runGlobal(PoolingCall.Reduction.MAX, in, out, workers);
    }

    /** The sum of each channel of each image, divided by the number of pixels; parameters as in {@link #globalMax}. */
    public static void globalAverage(Tensor in, Tensor out, Workers workers) {
        requireGlobalFit(in, out);
        PoolingCall.runGlobal(PoolingCall.Reduction.AVERAGE, in, out, workers);
    }

    /**
     * The gradient of {@link #max}: each window adds its gradient to the first of its largest pixels, in row-major order; to
     * its first pixel where one is NaN.
     *
     * @param in what was pooled, {@code [N, H, W, C]}
     * @param dOut the gradient of the output, {@code [N, H', W', C]}
     * @param dIn the gradient of the input, overwritten; overlaps no operand
     * @throws ShapeException if the shapes do not fit
     */
    public static void maxGradient(PoolGeometry geometry, Tensor in, Tensor dOut, Tensor dIn, Workers workers) {
        requireFit(geometry, in, dOut);
        requireFit(geometry, dIn, dOut);
        PoolingGradientCall.run(geometry, PoolingCall.Reduction.MAX, in, dOut, dIn, workers);
    }

    /** The gradient of {@link #average}: each window adds {@code (1 / count) · gradient} to its pixels; others as above. */
    public static void averageGradient(
            PoolGeometry geometry, boolean countPadding, Tensor dOut, Tensor dIn, Workers workers) {
        requireFit(geometry, dIn, dOut);
        PoolingCall.Reduction reduction =
                countPadding ? PoolingCall.Reduction.AVERAGE_COUNTING_PADDING : PoolingCall.Reduction.AVERAGE;
        PoolingGradientCall.run(geometry, reduction, dIn, dOut, dIn, workers);
    }

    /**
     * The gradient of {@link #globalAverage}: every pixel of a channel gets the same share.
     *
     * @param dOut the gradient of the output, {@code [N, C]}
     * @param dIn the gradient of the input, {@code [N, H, W, C]}, overwritten; does not overlap the other
     * @throws ShapeException if the shapes do not fit
     */
    public static void globalAverageGradient(Tensor dOut, Tensor dIn, Workers workers) {
        requireGlobalFit(dIn, dOut);
        GlobalAverageGradientCall.run(dOut, dIn, workers);
    }

    private static void requireFit(PoolGeometry geometry, Tensor in, Tensor out) {
        Shape from = in.shape();
        Shape to = out.shape();
        if (from.rank() != 4
                || to.rank() != 4
                || to.dimension(0) != from.dimension(0)
                || to.dimension(1) != geometry.outputHeight(from.dimension(1))
                || to.dimension(2) != geometry.outputWidth(from.dimension(2))
                || to.dimension(3) != from.dimension(3)) {
            throw new ShapeException("pooling of " + from + " leads to " + geometry.outputShape(from) + ", got " + to);
        }
    }

    private static void requireGlobalFit(Tensor in, Tensor out) {
        Shape from = in.shape();
        Shape to = out.shape();
        if (from.rank() != 4
                || from.dimension(1) == 0
                || from.dimension(2) == 0
                || to.rank() != 2
                || to.dimension(0) != from.dimension(0)
                || to.dimension(1) != from.dimension(3)) {
            throw new ShapeException(
                    "global pooling leads from [N, H, W, C] with pixels to [N, C], got " + from + " and " + to);
        }
    }

    private Pooling() {}
}
