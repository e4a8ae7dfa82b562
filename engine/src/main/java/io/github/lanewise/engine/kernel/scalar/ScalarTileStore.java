package io.github.lanewise.engine.kernel.scalar;

import io.github.lanewise.engine.kernel.TileStore;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/** {@link TileStore} in plain Java. */
final class ScalarTileStore implements TileStore {

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    @Override
    public void store(
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
            float upper) {
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < columns; j++) {
                long at = columnAt + j * 4L;
                float value = tile[tileAt + r * tileColumns + j];
                if (bias != null) {
                    value += bias.get(FLOAT, at);
                }
                if (residual != null) {
                    value += residual.get(FLOAT, residualAt[first + r] + at);
                }
                c.set(FLOAT, cAt[first + r] + at, value < lower ? lower : value > upper ? upper : value);
            }
        }
    }

    @Override
    public void storeRows(
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
            float upper) {
        store(tile, 0, tileColumns, rows, columns, c, cAt, first, columnAt, bias, residual, residualAt, lower, upper);
    }

    @Override
    public void load(
            float[] tile, int tileColumns, int rows, int columns, MemorySegment c, long cAt, long cStride, float beta) {
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < columns; j++) {
                tile[r * tileColumns + j] = c.get(FLOAT, cAt + r * cStride + j * 4L) * beta;
            }
        }
    }

    @Override
    public void store(float[] tile, int tileColumns, int rows, int columns, MemorySegment c, long cAt, long cStride) {
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < columns; j++) {
                c.set(FLOAT, cAt + r * cStride + j * 4L, tile[r * tileColumns + j]);
            }
        }
    }
}
