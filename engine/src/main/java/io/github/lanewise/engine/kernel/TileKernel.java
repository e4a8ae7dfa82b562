package io.github.lanewise.engine.kernel;

/**
 * A micro-kernel whose rows of A are not packed: {@code tile[rows, columns] = start + A · B̃}.
 *
 * <p>Row r of A consists of a few contiguous runs of equal length at equal distances. With one run it is a row of a matrix;
 * with {@code kernelHeight} runs of {@code kernelWidth * channels} floats, an image row apart, it is a row of the im2col
 * matrix of a physically padded NHWC image, read without building that matrix. Rows may begin anywhere, so a tile may
 * straddle image rows. B̃ is a k-major panel of {@code columns} floats per k.
 *
 * <p>Every element takes one fused multiply-add per k, k ascending through the runs, as in {@link PackedKernel}.
 */
public sealed interface TileKernel permits InPlaceKernel, StripKernel {

    /** Rows of the register tile. */
    int rows();

    /** Columns of the register tile in floats, the width of a panel of B̃. */
    int columns();
}
