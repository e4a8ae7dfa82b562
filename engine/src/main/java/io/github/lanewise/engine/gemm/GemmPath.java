package io.github.lanewise.engine.gemm;

/** The ways to compute a product; which one is taken depends on its shape and the layout of B, and changes the speed only. */
public enum GemmPath {
    /** {@link SmallGemm}. */
    SMALL,

    /** {@link RowGemm}. */
    FEW_ROWS,

    /** {@link BlockedGemm}. */
    BLOCKED;

    /** Rows up to which B is read as it lies: packing it would move as much as it multiplies. */
    static final int FEW = 4;

    /** Columns from which on few rows of C are worth vectors of their own, however small the product is. */
    private static final int WIDE = 32;

    /** Multiply-adds up to which copies of whole operands stay in the first-level cache and the checks of blocks count. */
    private static final long MOST_SMALL = 40 * 40 * 40;

    /** Floats up to which an operand of a small product is copied. */
    private static final long MOST_FLOATS = 1 << 13;

    /**
     * For {@code [m, k]} times {@code [k, n]}, all at least 1.
     *
     * @param contiguous whether the rows of op(B) lie in one piece each
     */
    public static GemmPath of(long m, long n, long k, boolean contiguous) {
        boolean few = contiguous && m <= FEW;
        if (few && n >= WIDE) {
            return FEW_ROWS;
        }
        if (m * n * k <= MOST_SMALL && m * k <= MOST_FLOATS && k * n <= MOST_FLOATS && m * n <= MOST_FLOATS) {
            return SMALL;
        }
        return few ? FEW_ROWS : BLOCKED;
    }
}
