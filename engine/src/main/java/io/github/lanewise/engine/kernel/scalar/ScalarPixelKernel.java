package io.github.lanewise.engine.kernel.scalar;

import io.github.lanewise.engine.kernel.PixelKernel;

/** {@link PixelKernel} in plain Java: 3 rows by 4 columns of sums that stay in registers. */
final class ScalarPixelKernel implements PixelKernel {

    private static final int ROWS = 3;
    private static final int COLUMNS = 4;

    @Override
    public int rows() {
        return ROWS;
    }

    @Override
    public int columns() {
        return COLUMNS;
    }

    @Override
    public void accumulate(
            int pixels,
            float[] x,
            int[] at,
            int offset,
            float[] panel,
            int panelAt,
            float[] start,
            int startAt,
            float[] tile,
            int tileAt) {
        float c00 = start[startAt], c01 = start[startAt + 1], c02 = start[startAt + 2], c03 = start[startAt + 3];
        float c10 = start[startAt + 4], c11 = start[startAt + 5], c12 = start[startAt + 6], c13 = start[startAt + 7];
        float c20 = start[startAt + 8], c21 = start[startAt + 9], c22 = start[startAt + 10], c23 = start[startAt + 11];
        for (int p = 0; p < pixels; p++) {
            int from = at[p] + offset;
            int column = panelAt + p * COLUMNS;
            float x0 = x[from], x1 = x[from + 1], x2 = x[from + 2];
            float b0 = panel[column], b1 = panel[column + 1], b2 = panel[column + 2], b3 = panel[column + 3];
            c00 = ScalarFma.fma(x0, b0, c00);
            c01 = ScalarFma.fma(x0, b1, c01);
            c02 = ScalarFma.fma(x0, b2, c02);
            c03 = ScalarFma.fma(x0, b3, c03);
            c10 = ScalarFma.fma(x1, b0, c10);
            c11 = ScalarFma.fma(x1, b1, c11);
            c12 = ScalarFma.fma(x1, b2, c12);
            c13 = ScalarFma.fma(x1, b3, c13);
            c20 = ScalarFma.fma(x2, b0, c20);
            c21 = ScalarFma.fma(x2, b1, c21);
            c22 = ScalarFma.fma(x2, b2, c22);
            c23 = ScalarFma.fma(x2, b3, c23);
        }
        tile[tileAt] = c00;
        tile[tileAt + 1] = c01;
        tile[tileAt + 2] = c02;
        tile[tileAt + 3] = c03;
        tile[tileAt + 4] = c10;
        tile[tileAt + 5] = c11;
        tile[tileAt + 6] = c12;
        tile[tileAt + 7] = c13;
        tile[tileAt + 8] = c20;
        tile[tileAt + 9] = c21;
        tile[tileAt + 10] = c22;
        tile[tileAt + 11] = c23;
    }

    @Override
    public void pack(int pixels, float[] lines, int from, int stride, float[] panel, int panelAt) {
        for (int p = 0; p < pixels; p++) {
            for (int c = 0; c < COLUMNS; c++) {
                panel[panelAt + p * COLUMNS + c] = lines[from + p * stride + c];
            }
        }
    }
}
