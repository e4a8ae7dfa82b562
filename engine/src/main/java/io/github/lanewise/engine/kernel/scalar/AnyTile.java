package io.github.lanewise.engine.kernel.scalar;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Register tiles of any size in plain Java, one row by {@value #COLUMNS} columns of sums at a time. */
final class AnyTile {
    /** Divides the columns of every register tile: some vectors of at least four floats. */
    static final int COLUMNS = 4;

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private AnyTile() {}

    /** {@code sums[4] += a[i * aStep] * b[i * bStep + 0..3]} for i in [0, count), i ascending. */
    static void accumulate(
            int count, float[] a, int aAt, int aStep, float[] b, int bAt, int bStep, float[] sums, int sumsAt) {
        float c0 = sums[sumsAt], c1 = sums[sumsAt + 1], c2 = sums[sumsAt + 2], c3 = sums[sumsAt + 3];
        for (int i = 0; i < count; i++) {
            float x = a[aAt + i * aStep];
            int at = bAt + i * bStep;
            c0 = ScalarFma.fma(x, b[at], c0);
            c1 = ScalarFma.fma(x, b[at + 1], c1);
            c2 = ScalarFma.fma(x, b[at + 2], c2);
            c3 = ScalarFma.fma(x, b[at + 3], c3);
        }
        sums[sumsAt] = c0;
        sums[sumsAt + 1] = c1;
        sums[sumsAt + 2] = c2;
        sums[sumsAt + 3] = c3;
    }

    /** Floats of native memory as an array. */
    static float[] copy(MemorySegment from, long at, int count) {
        float[] floats = new float[count];
        MemorySegment.copy(from, FLOAT, at, floats, 0, count);
        return floats;
    }
}
