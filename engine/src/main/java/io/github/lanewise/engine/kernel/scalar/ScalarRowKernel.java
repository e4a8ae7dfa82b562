package io.github.lanewise.engine.kernel.scalar;

import io.github.lanewise.engine.kernel.RowKernel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** {@link RowKernel} in plain Java. */
final class ScalarRowKernel implements RowKernel {

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    @Override
    public void accumulate(
            int k, int n, float[] a, int aAt, MemorySegment b, long bAt, long bStride, float[] c, int cAt) {
        for (int i = 0; i < k; i++) {
            float factor = a[aAt + i];
            long rowAt = bAt + i * bStride;
            for (int j = 0; j < n; j++) {
                c[cAt + j] = ScalarFma.fma(factor, b.get(FLOAT, rowAt + j * 4L), c[cAt + j]);
            }
        }
    }

    @Override
    public void accumulateStrips(
            int k,
            int columns,
            float[] a,
            int aAt,
            MemorySegment panels,
            long leftAt,
            long rightAt,
            long rowBytes,
            float[] sums,
            int sumsAt) {
        accumulate(k, columns, a, aAt, panels, leftAt, rowBytes, sums, sumsAt);
        accumulate(k, columns, a, aAt, panels, rightAt, rowBytes, sums, sumsAt + columns);
    }
}
