package io.github.lanewise.engine.kernel;

import java.lang.foreign.MemorySegment;

/**
 * One window of {@code rows * columns} pixels reduced to one, channel by channel; all segments are native memory.
 *
 * <p>The window holds pixels of the image only. Each channel is one chain over its rows, then columns, so both tiers and
 * all vector widths give the same bits.
 */
public interface PoolingKernels {

    /**
     * {@code out[c] = max in[y, x, c]} as by {@link Math#max(float, float)}: NaN wins, 0 wins over -0.
     *
     * @param inAt byte of the first pixel of the window
     * @param rowStride bytes from one row of the image to the next
     * @param pixelStride bytes from one pixel to the next
     */
    void max(
            int channels,
            int rows,
            int columns,
            MemorySegment in,
            long inAt,
            long rowStride,
            long pixelStride,
            MemorySegment out,
            long outAt);

    /** {@code out[c] = (Σ in[y, x, c]) / count}, the sum begins at 0; other parameters as in {@link #max}. */
    void average(
            int channels,
            int rows,
            int columns,
            float count,
            MemorySegment in,
            long inAt,
            long rowStride,
            long pixelStride,
            MemorySegment out,
            long outAt);
}
