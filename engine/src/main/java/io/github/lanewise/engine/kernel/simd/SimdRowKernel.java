package io.github.lanewise.engine.kernel.simd;

import io.github.lanewise.engine.kernel.RowKernel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link RowKernel} with vectors along the rows of B. Twin: {@code ScalarRowKernel}. */
final class SimdRowKernel implements RowKernel {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int V = SPECIES.length();

    @Override
    public void accumulate(
            int k, int n, float[] a, int aAt, MemorySegment b, long bAt, long bStride, MemorySegment c, long cAt) {
        if (k == DEPTH) {
            eight(n, a, aAt, b, bAt, bStride, c, cAt);
            return;
        }
        for (int i = 0; i < k; i++) {
            one(n, a[aAt + i], b, bAt + i * bStride, c, cAt);
        }
    }

    private static void eight(
            int n, float[] a, int aAt, MemorySegment b, long b0, long bStride, MemorySegment c, long cAt) {
        float a0 = a[aAt], a1 = a[aAt + 1], a2 = a[aAt + 2], a3 = a[aAt + 3];
        float a4 = a[aAt + 4], a5 = a[aAt + 5], a6 = a[aAt + 6], a7 = a[aAt + 7];
        long b1 = b0 + bStride, b2 = b1 + bStride, b3 = b2 + bStride;
        long b4 = b3 + bStride, b5 = b4 + bStride, b6 = b5 + bStride, b7 = b6 + bStride;
        int vectors = SPECIES.loopBound(n);
        for (int j = 0; j < vectors; j += V) {
            long at = j * 4L;
            FloatVector sum = load(c, cAt + at);
            sum = load(b, b0 + at).fma(FloatVector.broadcast(SPECIES, a0), sum);
            sum = load(b, b1 + at).fma(FloatVector.broadcast(SPECIES, a1), sum);
            sum = load(b, b2 + at).fma(FloatVector.broadcast(SPECIES, a2), sum);
            sum = load(b, b3 + at).fma(FloatVector.broadcast(SPECIES, a3), sum);
            sum = load(b, b4 + at).fma(FloatVector.broadcast(SPECIES, a4), sum);
            sum = load(b, b5 + at).fma(FloatVector.broadcast(SPECIES, a5), sum);
            sum = load(b, b6 + at).fma(FloatVector.broadcast(SPECIES, a6), sum);
            sum = load(b, b7 + at).fma(FloatVector.broadcast(SPECIES, a7), sum);
            sum.intoMemorySegment(c, cAt + at, ByteOrder.nativeOrder());
        }
        for (int j = vectors; j < n; j++) {
            long at = j * 4L;
            float sum = c.get(ValueLayout.JAVA_FLOAT_UNALIGNED, cAt + at);
            for (int i = 0; i < DEPTH; i++) {
                sum = Math.fma(a[aAt + i], b.get(ValueLayout.JAVA_FLOAT_UNALIGNED, b0 + i * bStride + at), sum);
            }
            c.set(ValueLayout.JAVA_FLOAT_UNALIGNED, cAt + at, sum);
        }
    }

    private static void one(int n, float a, MemorySegment b, long bAt, MemorySegment c, long cAt) {
        FloatVector factor = FloatVector.broadcast(SPECIES, a);
        int vectors = SPECIES.loopBound(n);
        for (int j = 0; j < vectors; j += V) {
            load(b, bAt + j * 4L)
                    .fma(factor, load(c, cAt + j * 4L))
                    .intoMemorySegment(c, cAt + j * 4L, ByteOrder.nativeOrder());
        }
        for (int j = vectors; j < n; j++) {
            float sum = c.get(ValueLayout.JAVA_FLOAT_UNALIGNED, cAt + j * 4L);
            sum = Math.fma(a, b.get(ValueLayout.JAVA_FLOAT_UNALIGNED, bAt + j * 4L), sum);
            c.set(ValueLayout.JAVA_FLOAT_UNALIGNED, cAt + j * 4L, sum);
        }
    }

    private static FloatVector load(MemorySegment segment, long at) {
        return FloatVector.fromMemorySegment(SPECIES, segment, at, ByteOrder.nativeOrder());
    }
}
