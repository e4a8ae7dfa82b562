package io.github.lanewise.engine.kernel;

/**
 * A micro-kernel for products of a few dozen rows with one panel, everything on the heap:
 * {@code out[rows, columns] = A · B̃}. The rows of A lie at a constant distance, and so do those of the result.
 *
 * <p>Every element takes one fused multiply-add per k, k ascending, from 0.
 */
public interface HeapKernel {

    /** Columns of a panel in floats. */
    int columns();

    /** The rows that a product of so many has to be given room for, in A and in the result. */
    int roundedRows(int rows);

    /**
     * Multiplies {@code rows} rows of {@code k} floats, a number that {@link #roundedRows} has given.
     *
     * @param a row r begins at index {@code aAt + r * stride}
     * @param panel {@code k * columns} floats from index 0
     * @param out row r begins at index {@code outAt + r * columns}
     */
    void multiply(float[] a, int aAt, int stride, int rows, int k, float[] panel, float[] out, int outAt);
}
