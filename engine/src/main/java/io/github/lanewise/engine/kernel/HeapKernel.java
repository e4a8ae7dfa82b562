package io.github.lanewise.engine.kernel;

import java.lang.foreign.MemorySegment;

/**
 * A micro-kernel for products of some rows with one panel, everything on the heap: {@code out[rows, columns] = start + A · B̃}.
 * The rows of A lie at a constant distance, and so do those of the result. B̃ is k-major, {@code columns} floats per k.
 *
 * <p>Every element takes one fused multiply-add per k, k ascending, as in {@link PackedKernel}.
 */
public interface HeapKernel {

    /** Columns of a panel in floats. */
    int columns();

    /** The rows that a product of so many has to be given room for, in A and in the result. */
    default int roundedRows(int rows) {
        return Math.max(4, rows + rows % 2);
    }

    /**
     * Multiplies {@code rows} rows of {@code k} floats, a number that {@link #roundedRows} has given. The result is written
     * row by row from the first to the last, so rows of it may overlap: a later one wins.
     *
     * @param a row r begins at index {@code aAt + r * stride}
     * @param panel {@code k * columns} floats from index {@code panelAt}
     * @param start the values the sums begin with, row r from index {@code startAt + r * startStride}; may be where the
     *     result goes
     * @param out row r begins at index {@code outAt + r * outStride}
     */
    void multiply(
            float[] a,
            int aAt,
            int stride,
            int rows,
            int k,
            float[] panel,
            int panelAt,
            float[] start,
            int startAt,
            int startStride,
            float[] out,
            int outAt,
            int outStride);

    /**
     * The same with sums that begin with 0, for a panel from index 0 and a result whose rows lie side by side: faster where k
     * is small.
     */
    void product(float[] a, int aAt, int stride, int rows, int k, float[] panel, float[] out, int outAt);

    /**
     * Packs a full panel of B̃: {@code columns} contiguous floats from each of k rows.
     *
     * @param b native memory; row i begins at byte {@code bAt + i * rowBytes}
     */
    void packColumns(int k, MemorySegment b, long bAt, long rowBytes, float[] panel, int panelAt);

    /** The same for rows on the heap, row i from index {@code bAt + i * stride}. */
    void packColumns(int k, float[] b, int bAt, int stride, float[] panel, int panelAt);
}
