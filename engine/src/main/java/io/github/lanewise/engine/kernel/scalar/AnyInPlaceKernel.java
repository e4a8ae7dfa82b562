package io.github.lanewise.engine.kernel.scalar;

import io.github.lanewise.engine.kernel.InPlaceKernel;
import java.lang.foreign.MemorySegment;

/** {@link InPlaceKernel} of any register tile in plain Java, over copies: it serves for a moment only. */
record AnyInPlaceKernel(int rows, int columns) implements InPlaceKernel {

    @Override
    public void accumulate(
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
            int tileAt) {
        System.arraycopy(start, startAt, tile, tileAt, rows * columns);
        float[] panel = AnyTile.copy(b, bAt, runs * run * columns);
        for (int row = 0; row < rows; row++) {
            for (int r = 0; r < runs; r++) {
                float[] a = AnyTile.copy(input, rowsAt[first + row] + offset + r * runStride, run);
                for (int column = 0; column < columns; column += AnyTile.COLUMNS) {
                    int at = r * run * columns + column;
                    AnyTile.accumulate(run, a, 0, 1, panel, at, columns, tile, tileAt + row * columns + column);
                }
            }
        }
    }
}
