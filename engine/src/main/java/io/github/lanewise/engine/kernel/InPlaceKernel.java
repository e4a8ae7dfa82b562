package io.github.lanewise.engine.kernel;

import java.lang.foreign.MemorySegment;

/**
 * A {@link TileKernel} that reads its rows where they lie in native memory: run i of row r begins at byte
 * {@code rowsAt[first + r] + offset + i * runStride}. B̃ is native as well.
 */
public non-sealed interface InPlaceKernel extends TileKernel {

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
