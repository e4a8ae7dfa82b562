package io.github.lanewise.engine.kernel.scalar;

import io.github.lanewise.engine.kernel.StripKernel;

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
}
