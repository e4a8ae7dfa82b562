package io.github.lanewise.engine.kernel;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Moves tiles between the small array that a micro-kernel writes and the matrix in native memory; the only place where
 * the ragged edges of a matrix and the epilogue exist.
 */
public interface TileStore {

    /**
     * {@code C = clamp(tile + bias + residual)}, element by element and in this order.
     *
     * @param tile row-major, {@code tileColumns} floats per row, from index {@code tileAt}
     * @param rows valid rows, {@code columns} valid columns; the rest of the tile is not stored
     * @param c native memory; row r of the tile goes to byte {@code cAt[first + r] + columnAt}
     * @param bias {@code columns} floats from byte {@code columnAt}, or null
     * @param residual row r begins at byte {@code residualAt[first + r] + columnAt}, or null
     * @param lower values below become this one; negative infinity for none
     * @param upper values above become this one; positive infinity for none
     */
    void store(
            float[] tile,
            int tileAt,
            int tileColumns,
            int rows,
            int columns,
            MemorySegment c,
            long[] cAt,
            int first,
            long columnAt,
            @Nullable MemorySegment bias,
            @Nullable MemorySegment residual,
            long[] residualAt,
            float lower,
            float upper);

    /**
     * The same for wide tiles with a bias, row by row: what lies side by side in C is read and written in one go.
     *
     * @param tile row-major, {@code tileColumns} floats per row, from index 0
     */
    void storeRows(
            float[] tile,
            int tileColumns,
            int rows,
            int columns,
            MemorySegment c,
            long[] cAt,
            int first,
            long columnAt,
            MemorySegment bias,
            @Nullable MemorySegment residual,
            long[] residualAt,
            float lower,
            float upper);

    /** {@code tile = beta * C}; rows and columns outside C are left as they are. beta = 1 copies the bits. */
    void load(
            float[] tile, int tileColumns, int rows, int columns, MemorySegment c, long cAt, long cStride, float beta);

    /** {@code C = tile} for a tile at a constant row stride, without an epilogue. */
    void store(float[] tile, int tileColumns, int rows, int columns, MemorySegment c, long cAt, long cStride);
}
