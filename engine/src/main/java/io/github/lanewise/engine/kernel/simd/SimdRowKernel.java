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
            int k, int n, float[] a, int aAt, MemorySegment b, long bAt, long bStride, float[] c, int cAt) {
        int vectors = SPECIES.loopBound(n);
        if (k == DEPTH) {
            four(vectors, a, aAt, b, bAt, bStride, c, cAt);
        } else {
            for (int i = 0; i < k; i++) {
                one(vectors, a[aAt + i], b, bAt + i * bStride, c, cAt);
            }
        }
        if (vectors < n) {
            rest(k, vectors, n, a, aAt, b, bAt, bStride, c, cAt);
        }
    }

    private static void four(int n, float[] a, int aAt, MemorySegment b, long b0, long bStride, float[] c, int cAt) {
        FloatVector a0 = FloatVector.broadcast(SPECIES, a[aAt]);
        FloatVector a1 = FloatVector.broadcast(SPECIES, a[aAt + 1]);
        FloatVector a2 = FloatVector.broadcast(SPECIES, a[aAt + 2]);
        FloatVector a3 = FloatVector.broadcast(SPECIES, a[aAt + 3]);
        long b1 = b0 + bStride, b2 = b1 + bStride, b3 = b2 + bStride;
        for (int j = 0; j < n; j += V) {
            long at = j * 4L;
            FloatVector sum = FloatVector.fromArray(SPECIES, c, cAt + j);
            sum = load(b, b0 + at).fma(a0, sum);
            sum = load(b, b1 + at).fma(a1, sum);
            sum = load(b, b2 + at).fma(a2, sum);
            sum = load(b, b3 + at).fma(a3, sum);
            sum.intoArray(c, cAt + j);
        }
    }

    private static void one(int n, float a, MemorySegment b, long bAt, float[] c, int cAt) {
        FloatVector factor = FloatVector.broadcast(SPECIES, a);
        for (int j = 0; j < n; j += V) {
            FloatVector sum = FloatVector.fromArray(SPECIES, c, cAt + j);
            load(b, bAt + j * 4L).fma(factor, sum).intoArray(c, cAt + j);
        }
    }

    private static void rest(
            int k, int from, int n, float[] a, int aAt, MemorySegment b, long bAt, long bStride, float[] c, int cAt) {
        for (int j = from; j < n; j++) {
            float sum = c[cAt + j];
            for (int i = 0; i < k; i++) {
                float right = b.get(ValueLayout.JAVA_FLOAT_UNALIGNED, bAt + i * bStride + j * 4L);
                sum = Math.fma(a[aAt + i], right, sum);
            }
            c[cAt + j] = sum;
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
        for (int j = 0; j < columns; j += 2 * V) {
            pair(
                    k,
                    a,
                    aAt,
                    panels,
                    leftAt + 4L * j,
                    rightAt + 4L * j,
                    rowBytes,
                    sums,
                    sumsAt + j,
                    sumsAt + columns + j);
        }
    }

    /** Two vectors of either strip: four sums hide the latency of a fused multiply-add. */
    private static void pair(
            int k,
            float[] a,
            int aAt,
            MemorySegment panels,
            long leftAt,
            long rightAt,
            long rowBytes,
            float[] sums,
            int leftTo,
            int rightTo) {
        FloatVector left0 = FloatVector.fromArray(SPECIES, sums, leftTo);
        FloatVector left1 = FloatVector.fromArray(SPECIES, sums, leftTo + V);
        FloatVector right0 = FloatVector.fromArray(SPECIES, sums, rightTo);
        FloatVector right1 = FloatVector.fromArray(SPECIES, sums, rightTo + V);
        for (int i = 0; i < k; i++) {
            FloatVector x = FloatVector.broadcast(SPECIES, a[aAt + i]);
            long row = i * rowBytes;
            left0 = load(panels, leftAt + row).fma(x, left0);
            left1 = load(panels, leftAt + row + 4L * V).fma(x, left1);
            right0 = load(panels, rightAt + row).fma(x, right0);
            right1 = load(panels, rightAt + row + 4L * V).fma(x, right1);
        }
        left0.intoArray(sums, leftTo);
        left1.intoArray(sums, leftTo + V);
        right0.intoArray(sums, rightTo);
        right1.intoArray(sums, rightTo + V);
    }

    private static FloatVector load(MemorySegment segment, long at) {
        return FloatVector.fromMemorySegment(SPECIES, segment, at, ByteOrder.nativeOrder());
    }
}
