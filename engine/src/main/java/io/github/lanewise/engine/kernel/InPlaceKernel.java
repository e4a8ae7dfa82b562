package io.github.lanewise.engine.kernel;

import java.lang.foreign.MemorySegment;

/**
 * A micro-kernel whose rows of A are not packed but read where they lie in native memory:
 * {@code tile[rows, columns] = start + A · B̃}.
 *
 * <p>Row r of A consists of a few contiguous runs of equal length at equal distances: run i of row r begins at byte
 * {@code rowsAt[first + r] + offset + i * runStride}. With one run it is a row of a matrix; with {@code kernelHeight} runs of
 * {@code kernelWidth * channels} floats, an image row apart, it is a row of the im2col matrix of a physically padded NHWC
 * image, read without building that matrix. Rows may begin anywhere, so a tile may straddle image rows. B̃ is a k-major panel
 * of {@code columns} floats per k, in native memory as well.
 *
 * <p>Every element takes one fused multiply-add per k, k ascending through the runs, as in {@link PackedKernel}.
 */
public interface InPlaceKernel {

    /** Rows of the register tile. */
    int rows();

    /** Columns of the register tile in floats, the width of a panel of B̃. */
    int columns();

    /**
     * Adds {@code runs * run} products to the tile of {@code rows * columns} floats that begins at
     * {@code tile[tileAt]}.
     *
     * @param input native memory
     * @param start the values the sums begin with, from index {@code startAt}; may be {@code tile} itself
     */
    void accumulate(
            MemorySegment input,
            long[] rowsAt,
            int first,
            long offset,
            long runStride,
            int runs,
            int run,
            MemorySegment b,
            long bAt,
            float[] start,
            int startAt,
            float[] tile,
            int tileAt);
}
