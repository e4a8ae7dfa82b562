package io.github.lanewise.engine.kernel.scalar;

import io.github.lanewise.engine.kernel.HeapKernel;
import java.util.Arrays;

/** {@link HeapKernel} with the panels and the rows of another one, in plain Java. */
record AnyHeapKernel(HeapKernel other) implements HeapKernel {

    @Override
    public int columns() {
        return other.columns();
    }

    @Override
    public int roundedRows(int rows) {
        return other.roundedRows(rows);
    }

    @Override
    public void multiply(float[] a, int aAt, int stride, int rows, int k, float[] panel, float[] out, int outAt) {
        int columns = other.columns();
        Arrays.fill(out, outAt, outAt + rows * columns, 0);
        for (int row = 0; row < rows; row++) {
            int to = outAt + row * columns;
            for (int column = 0; column < columns; column += AnyTile.COLUMNS) {
                AnyTile.accumulate(k, a, aAt + row * stride, 1, panel, column, columns, out, to + column);
            }
        }
    }
}
