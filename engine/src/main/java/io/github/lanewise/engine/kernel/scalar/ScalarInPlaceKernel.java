package io.github.lanewise.engine.kernel.scalar;

import io.github.lanewise.engine.kernel.InPlaceKernel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** {@link InPlaceKernel} in plain Java: 3 rows by 4 columns of sums that stay in registers. */
final class ScalarInPlaceKernel implements InPlaceKernel {

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
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
        float c00 = start[startAt], c01 = start[startAt + 1], c02 = start[startAt + 2], c03 = start[startAt + 3];
        float c10 = start[startAt + 4], c11 = start[startAt + 5], c12 = start[startAt + 6], c13 = start[startAt + 7];
        float c20 = start[startAt + 8], c21 = start[startAt + 9], c22 = start[startAt + 10], c23 = start[startAt + 11];
        long at0 = rowsAt[first] + offset;
        long at1 = rowsAt[first + 1] + offset;
        long at2 = rowsAt[first + 2] + offset;
        for (int r = 0; r < runs; r++) {
            for (int i = 0; i < run; i++) {
                long row = bAt + i * (COLUMNS * 4L);
                float b0 = b.get(FLOAT, row), b1 = b.get(FLOAT, row + 4);
                float b2 = b.get(FLOAT, row + 8), b3 = b.get(FLOAT, row + 12);
                float a0 = input.get(FLOAT, at0 + i * 4L);
                float a1 = input.get(FLOAT, at1 + i * 4L);
                float a2 = input.get(FLOAT, at2 + i * 4L);
                c00 = ScalarFma.fma(a0, b0, c00);
                c01 = ScalarFma.fma(a0, b1, c01);
                c02 = ScalarFma.fma(a0, b2, c02);
                c03 = ScalarFma.fma(a0, b3, c03);
                c10 = ScalarFma.fma(a1, b0, c10);
                c11 = ScalarFma.fma(a1, b1, c11);
                c12 = ScalarFma.fma(a1, b2, c12);
                c13 = ScalarFma.fma(a1, b3, c13);
                c20 = ScalarFma.fma(a2, b0, c20);
                c21 = ScalarFma.fma(a2, b1, c21);
                c22 = ScalarFma.fma(a2, b2, c22);
                c23 = ScalarFma.fma(a2, b3, c23);
            }
            at0 += runStride;
            at1 += runStride;
            at2 += runStride;
            bAt += run * (COLUMNS * 4L);
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
}
