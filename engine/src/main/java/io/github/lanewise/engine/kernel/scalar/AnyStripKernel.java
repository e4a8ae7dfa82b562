package io.github.lanewise.engine.kernel.scalar;

import io.github.lanewise.engine.kernel.StripKernel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** {@link StripKernel} of any register tile in plain Java. */
record AnyStripKernel(int rows, int columns) implements StripKernel {

    @Override
    public void accumulate(
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
            int tileAt) {
        System.arraycopy(start, startAt, tile, tileAt, rows * columns);
        for (int row = 0; row < rows; row++) {
            int a = rowsAt[first + row] + offset;
            for (int column = 0; column < columns; column += AnyTile.COLUMNS) {
                for (int r = 0; r < runs; r++) {
                    int b = r * run * columns + column;
                    AnyTile.accumulate(
                            run, strip, a + r * runStride, 1, panel, b, columns, tile, tileAt + row * columns + column);
                }
            }
        }
    }

    @Override
    public void multiply(
            float[] a,
            int aAt,
            int stride,
            int tiles,
            int k,
            float[] panel,
            int panelAt,
            float[] start,
            int startStride,
            float[] out) {
        for (int row = 0; row < tiles * rows; row++) {
            System.arraycopy(start, row * startStride, out, row * columns, columns);
            for (int column = 0; column < columns; column += AnyTile.COLUMNS) {
                int b = panelAt + column;
                AnyTile.accumulate(k, a, aAt + row * stride, 1, panel, b, columns, out, row * columns + column);
            }
        }
    }

    @Override
    public void packColumns(int k, MemorySegment b, long bAt, long rowBytes, float[] panel, int panelAt) {
        for (int i = 0; i < k; i++) {
            MemorySegment.copy(
                    b, ValueLayout.JAVA_FLOAT_UNALIGNED, bAt + i * rowBytes, panel, panelAt + i * columns, columns);
        }
    }
}
