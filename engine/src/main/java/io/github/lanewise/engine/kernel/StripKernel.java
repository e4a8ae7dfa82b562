package io.github.lanewise.engine.kernel;

import java.lang.foreign.MemorySegment;

/**
 * A {@link TileKernel} over copies in heap arrays: of the strip of memory that the rows of a block lie in, and of the part
 * of a panel that the block passes over. The copies are small and used many times, and the bounds of an array are checked
 * once before a loop, where those of a memory segment cost C2 a slow first turn of every run.
 */
public non-sealed interface StripKernel extends TileKernel {

    /**
     * Adds {@code runs * run} products to the tile of {@code rows * columns} floats that begins at
     * {@code tile[tileAt]}.
     *
     * @param strip run i of row r begins at index {@code rowsAt[first + r] + offset + i * runStride}
     * @param panel {@code runs * run * columns} floats from index 0
     * @param start the values the sums begin with, from index {@code startAt}; may be {@code tile} itself
     */
    void accumulate(
            float[] strip,
            int[] rowsAt,
            int first,
            int offset,
            int runStride,
            int runs,
            int run,
            float[] panel,
            float[] start,
            int startAt,
            float[] tile,
            int tileAt);

    /**
     * Multiplies {@code tiles * rows} rows that lie at a constant distance with one panel: {@code out = start + A · B̃}, in
     * rows of {@code columns} floats from index 0.
     *
     * @param a row r begins at index {@code aAt + r * stride}
     * @param panel {@code k * columns} floats from index {@code panelAt}
     * @param start the values the sums begin with, row r from index {@code r * startStride}; may be {@code out} itself
     */
    void multiply(
            float[] a,
            int aAt,
            int stride,
            int tiles,
            int k,
            float[] panel,
            int panelAt,
            float[] start,
            int startStride,
            float[] out);

    /**
     * Packs a full panel of B̃: {@code columns} contiguous floats from each of k rows.
     *
     * @param b native memory; row i begins at byte {@code bAt + i * rowBytes}
     */
    void packColumns(int k, MemorySegment b, long bAt, long rowBytes, float[] panel, int panelAt);
}
