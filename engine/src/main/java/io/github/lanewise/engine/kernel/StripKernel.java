package io.github.lanewise.engine.kernel;

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
}
