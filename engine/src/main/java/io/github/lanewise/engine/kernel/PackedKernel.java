package io.github.lanewise.engine.kernel;

import java.lang.foreign.MemorySegment;

/**
 * A micro-kernel over two packed operands: {@code tile[rows, columns] = start + Ãᵀ · B̃}.
 *
 * <p>Ã is a k-major panel of {@code rows} floats per k, B̃ a k-major panel of {@code columns} floats per k; both are
 * zero-padded to full tiles, so no kernel has an edge case. Every element of the tile begins with its value in
 * {@code start} and takes one fused multiply-add per k, k ascending: the bits do not depend on the tile, the vector width
 * or on where the caller cuts k. Van Zee and van de Geijn, "BLIS", ACM TOMS 41(3), 2015, section 4.
 */
public interface PackedKernel {

    /** Rows of the register tile, mr. */
    int rows();

    /** Columns of the register tile, nr, in floats. */
    int columns();

    /**
     * Adds k products to a tile.
     *
     * @param a the packed rows; {@code k * rows} floats from index {@code aAt}
     * @param b native memory; {@code k * columns} floats from byte {@code bAt}
     * @param start {@code rows * columns} floats, row-major; may be {@code tile} itself
     */
    void accumulate(int k, float[] a, int aAt, MemorySegment b, long bAt, float[] start, float[] tile);

    /**
     * Packs a full panel of B̃: {@code columns} contiguous floats from each of k rows.
     *
     * @param b native memory; row i begins at byte {@code bAt + i * rowBytes}
     * @param packed native memory, written from byte {@code packedAt}
     */
    void packColumns(int k, MemorySegment b, long bAt, long rowBytes, MemorySegment packed, long packedAt);
}
