package io.github.lanewise.engine.kernel.scalar;

import io.github.lanewise.engine.kernel.HeapKernel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** {@link HeapKernel} for panels of any width in plain Java. */
record AnyHeapKernel(int columns) implements HeapKernel {

    @Override
    public void multiply(
            float[] a,
            int aAt,
            int stride,
            int rows,
            int k,
            float[] panel,
            int panelAt,
            float[] start,
            int startAt,
            int startStride,
            float[] out,
            int outAt,
            int outStride) {
        for (int row = 0; row < rows; row++) {
            int to = outAt + row * outStride;
            System.arraycopy(start, startAt + row * startStride, out, to, columns);
            for (int column = 0; column < columns; column += AnyTile.COLUMNS) {
                int b = panelAt + column;
                AnyTile.accumulate(k, a, aAt + row * stride, 1, panel, b, columns, out, to + column);
            }
        }
    }

    @Override
    public void product(float[] a, int aAt, int stride, int rows, int k, float[] panel, float[] out, int outAt) {
        Arrays.fill(out, outAt, outAt + rows * columns, 0);
        multiply(a, aAt, stride, rows, k, panel, 0, out, outAt, columns, out, outAt, columns);
    }

    @Override
    public void packColumns(int k, MemorySegment b, long bAt, long rowBytes, float[] panel, int panelAt) {
        for (int i = 0; i < k; i++) {
            long row = bAt + i * rowBytes;
            MemorySegment.copy(b, ValueLayout.JAVA_FLOAT_UNALIGNED, row, panel, panelAt + i * columns, columns);
        }
    }

    @Override
    public void packColumns(int k, float[] b, int bAt, int stride, float[] panel, int panelAt) {
        for (int i = 0; i < k; i++) {
            System.arraycopy(b, bAt + i * stride, panel, panelAt + i * columns, columns);
        }
    }
}
