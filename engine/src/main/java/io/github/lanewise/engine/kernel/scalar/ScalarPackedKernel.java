package io.github.lanewise.engine.kernel.scalar;

import io.github.lanewise.engine.kernel.PackedKernel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** {@link PackedKernel} in plain Java: 3 rows by 4 columns of sums that stay in registers. */
final class ScalarPackedKernel implements PackedKernel {

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
    public void accumulate(int k, float[] a, int aAt, MemorySegment b, long bAt, float[] start, float[] tile) {
        float c00 = start[0], c01 = start[1], c02 = start[2], c03 = start[3];
        float c10 = start[4], c11 = start[5], c12 = start[6], c13 = start[7];
        float c20 = start[8], c21 = start[9], c22 = start[10], c23 = start[11];
        for (int i = 0; i < k; i++) {
            long row = bAt + i * (COLUMNS * 4L);
            float b0 = b.get(FLOAT, row), b1 = b.get(FLOAT, row + 4);
            float b2 = b.get(FLOAT, row + 8), b3 = b.get(FLOAT, row + 12);
            float a0 = a[aAt + i * ROWS], a1 = a[aAt + i * ROWS + 1], a2 = a[aAt + i * ROWS + 2];
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
        tile[0] = c00;
        tile[1] = c01;
        tile[2] = c02;
        tile[3] = c03;
        tile[4] = c10;
        tile[5] = c11;
        tile[6] = c12;
        tile[7] = c13;
        tile[8] = c20;
        tile[9] = c21;
        tile[10] = c22;
        tile[11] = c23;
    }

    @Override
    public void packColumns(int k, MemorySegment b, long bAt, long rowBytes, MemorySegment packed, long packedAt) {
        for (int i = 0; i < k; i++) {
            MemorySegment.copy(b, bAt + i * rowBytes, packed, packedAt + i * (COLUMNS * 4L), COLUMNS * 4L);
        }
    }
}
