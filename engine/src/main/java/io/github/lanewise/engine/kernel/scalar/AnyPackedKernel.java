package io.github.lanewise.engine.kernel.scalar;

import io.github.lanewise.engine.kernel.PackedKernel;
import java.lang.foreign.MemorySegment;

/** {@link PackedKernel} of any register tile in plain Java, over a copy of B: it serves for a moment only. */
record AnyPackedKernel(int rows, int columns) implements PackedKernel {

    @Override
    public void accumulate(int k, float[] a, int aAt, MemorySegment b, long bAt, float[] start, float[] tile) {
        System.arraycopy(start, 0, tile, 0, rows * columns);
        float[] panel = AnyTile.copy(b, bAt, k * columns);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column += AnyTile.COLUMNS) {
                AnyTile.accumulate(k, a, aAt + row, rows, panel, column, columns, tile, row * columns + column);
            }
        }
    }

    @Override
    public void packColumns(int k, MemorySegment b, long bAt, long rowBytes, MemorySegment packed, long packedAt) {
        for (int i = 0; i < k; i++) {
            MemorySegment.copy(b, bAt + i * rowBytes, packed, packedAt + 4L * i * columns, 4L * columns);
        }
    }
}
