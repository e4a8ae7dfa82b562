package io.github.lanewise.engine.conv;

import io.github.lanewise.engine.kernel.WinogradTransform;

/**
 * A block of input tiles in the Winograd domain, V, in the kind of memory that the kernel reads, and its products with the
 * filters: for each point a matrix of one row per tile and one column per input channel. The scratch of one worker.
 */
sealed interface PointProducts permits HeapProducts, NativeProducts {

    /** Columns of a panel of the filters. */
    int columns();

    /** The rows of results that a block of so many tiles has. */
    int roundedRows(int tiles);

    /**
     * Writes one row of points of neighbouring tiles: transforms lines of {@code channels} floats that lie as far apart.
     *
     * @param step floats from one tile to the next
     * @param firstPoint the first of the m + 2 points
     */
    void put(WinogradTransform transform, float[] in, int inAt, int step, int firstPoint, int firstTile, int tiles);

    /** {@code products[roundedRows, columns] = V[point] · U[point, panel]} for the first tiles, from index {@code at}. */
    void multiply(WinogradFilters filters, int point, int panel, int tiles, float[] products, int at);
}
