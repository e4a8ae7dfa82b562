package io.github.lanewise.engine.kernel;

import java.lang.foreign.MemorySegment;

/**
 * Row times matrix without packing, {@code c[n] += a[k] · B[k, n]}: for matrix-vector products and for matrices too small
 * to repay packing. Vectors run along the rows of B; c lies in memory and is swept once per {@link #DEPTH} rows of B.
 */
public interface RowKernel {

    /** Rows of B that one sweep over c consumes. */
    int DEPTH = 8;

    /**
     * Adds k products to every element of c, k ascending.
     *
     * @param a the row, {@code k} floats from index {@code aAt}, k at most {@link #DEPTH}
     * @param b native memory, row i begins at byte {@code bAt + i * bStride}
     * @param c native memory, {@code n} floats from byte {@code cAt}
     */
    void accumulate(
            int k, int n, float[] a, int aAt, MemorySegment b, long bAt, long bStride, MemorySegment c, long cAt);
}
