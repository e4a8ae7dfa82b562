package io.github.lanewise.engine.kernel;

import java.lang.foreign.MemorySegment;

/**
 * Row times matrix without packing, {@code c[n] += a[k] · B[k, n]}: for matrix-vector products and a few rows more. Vectors
 * run along the rows of B; c is swept once per {@link #DEPTH} rows of B.
 */
public interface RowKernel {

    /** Rows of B that one sweep over c consumes. */
    int DEPTH = 4;

    /**
     * Adds k products to every element of c, k ascending.
     *
     * @param a the row, {@code k} floats from index {@code aAt}, k at most {@link #DEPTH}
     * @param b native memory, row i begins at byte {@code bAt + i * bStride}
     * @param c {@code n} floats from index {@code cAt}
     */
    void accumulate(int k, int n, float[] a, int aAt, MemorySegment b, long bAt, long bStride, float[] c, int cAt);

    /**
     * Adds k products to the elements under two strips of packed panels, k ascending: {@code sums[0, columns)} belong to the
     * left strip and {@code sums[columns, 2 * columns)} to the right one. Both are read where they lie.
     *
     * @param columns of a strip: some pairs of vectors
     * @param a the row, {@code k} floats from index {@code aAt}
     * @param panels native memory; row i of a strip begins at byte {@code leftAt + i * rowBytes}, {@code rightAt} alike
     * @param sums {@code 2 * columns} floats from index {@code sumsAt}
     */
    void accumulateStrips(
            int k,
            int columns,
            float[] a,
            int aAt,
            MemorySegment panels,
            long leftAt,
            long rightAt,
            long rowBytes,
            float[] sums,
            int sumsAt);
}
