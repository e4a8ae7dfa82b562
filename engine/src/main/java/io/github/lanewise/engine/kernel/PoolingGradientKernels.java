package io.github.lanewise.engine.kernel;

import java.lang.foreign.MemorySegment;

/**
 * What the gradient of one window of {@code rows * columns} pixels does, channel by channel; all segments are native
 * memory. The window holds pixels of the image only. Products and sums are rounded one by one, so both tiers and all
 * vector widths give the same bits.
 */
public interface PoolingGradientKernels {

    /**
     * {@code dIn[y, x, c] += dOut[c]} for the first pixel, by rows and columns, that is not less than the largest one.
     *
     * @param inAt byte of the first pixel of the window
     * @param rowStride bytes from one row of the window to the next
     * @param pixelStride bytes from one pixel to the next, in both images
     */
    void max(
            int channels,
            int rows,
            int columns,
            MemorySegment in,
            long inAt,
            long rowStride,
            MemorySegment dOut,
            long dOutAt,
            MemorySegment dIn,
            long dInAt,
            long dInRowStride,
            long pixelStride);

    /** {@code dIn[y, x, c] += dOut[c] · share} for all pixels; other parameters as in {@link #max}. */
    void average(
            int channels,
            int rows,
            int columns,
            float share,
            MemorySegment dOut,
            long dOutAt,
            MemorySegment dIn,
            long dInAt,
            long dInRowStride,
            long pixelStride);
}
