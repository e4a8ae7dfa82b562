package io.github.lanewise.engine.kernel.simd;

import static io.github.lanewise.engine.kernel.WinogradPoints.P;
import static io.github.lanewise.engine.kernel.WinogradPoints.P2;
import static io.github.lanewise.engine.kernel.WinogradPoints.P2Q2;
import static io.github.lanewise.engine.kernel.WinogradPoints.P2_PLUS_Q2;
import static io.github.lanewise.engine.kernel.WinogradPoints.P3;
import static io.github.lanewise.engine.kernel.WinogradPoints.Q;
import static io.github.lanewise.engine.kernel.WinogradPoints.Q2;
import static io.github.lanewise.engine.kernel.WinogradPoints.Q3;

import io.github.lanewise.engine.kernel.WinogradTransform;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link WinogradTransform} F(4, 3). Where native memory is concerned, the two outer and the four inner results have loops
 * of their own: in one loop C2 leaves calls standing, and boxes their vectors. A rest behind the last whole vector of an input is covered by one more vector that
 * ends with it. Twin: {@code ScalarWinograd4}.
 */
final class SimdWinograd4 implements WinogradTransform {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int V = SPECIES.length();

    @Override
    public int outputs() {
        return 4;
    }

    @Override
    public void input(MemorySegment in, long inAt, long inStride, int n, float[] out, int outAt, int outStride) {
        int whole = SPECIES.loopBound(n);
        outerFromNative(in, inAt, inStride, whole, out, outAt, outStride);
        innerFromNative(in, inAt, inStride, whole, out, outAt, outStride);
        if (whole < n) {
            outerFromNative(in, inAt + 4L * (n - V), inStride, V, out, outAt + n - V, outStride);
            innerFromNative(in, inAt + 4L * (n - V), inStride, V, out, outAt + n - V, outStride);
        }
    }

    private static void outerFromNative(
            MemorySegment in, long inAt, long inStride, int n, float[] out, int outAt, int outStride) {
        for (int e = 0; e < n; e += V) {
            FloatVector x0 = load(in, inAt + e * 4L);
            FloatVector x2 = load(in, inAt + 2 * inStride + e * 4L);
            FloatVector x4 = load(in, inAt + 4 * inStride + e * 4L);
            outer(x0, x2, x4).intoArray(out, outAt + e);
            FloatVector x1 = load(in, inAt + inStride + e * 4L);
            FloatVector x3 = load(in, inAt + 3 * inStride + e * 4L);
            FloatVector x5 = load(in, inAt + 5 * inStride + e * 4L);
            outer(x1, x3, x5).intoArray(out, outAt + 5 * outStride + e);
        }
    }

    private static void innerFromNative(
            MemorySegment in, long inAt, long inStride, int n, float[] out, int outAt, int outStride) {
        for (int e = 0; e < n; e += V) {
            FloatVector x1 = load(in, inAt + inStride + e * 4L);
            FloatVector x2 = load(in, inAt + 2 * inStride + e * 4L);
            FloatVector x3 = load(in, inAt + 3 * inStride + e * 4L);
            FloatVector x4 = load(in, inAt + 4 * inStride + e * 4L);
            FloatVector even = plus(x4, -Q2, x2);
            FloatVector odd = plus(x3, -Q2, x1);
            plus(even, P, odd).intoArray(out, outAt + outStride + e);
            plus(even, -P, odd).intoArray(out, outAt + 2 * outStride + e);
            even = plus(x4, -P2, x2);
            odd = plus(x3, -P2, x1);
            plus(even, Q, odd).intoArray(out, outAt + 3 * outStride + e);
            plus(even, -Q, odd).intoArray(out, outAt + 4 * outStride + e);
        }
    }

    @Override
    public void input(float[] in, int inAt, int inStride, int n, float[] out, int outAt, int outStride) {
        int whole = SPECIES.loopBound(n);
        fromArray(in, inAt, inStride, whole, out, outAt, outStride);
        if (whole < n) {
            fromArray(in, inAt + n - V, inStride, V, out, outAt + n - V, outStride);
        }
    }

    private static void fromArray(float[] in, int inAt, int inStride, int n, float[] out, int outAt, int outStride) {
        for (int e = 0; e < n; e += V) {
            FloatVector x0 = load(in, inAt + e);
            FloatVector x1 = load(in, inAt + inStride + e);
            FloatVector x2 = load(in, inAt + 2 * inStride + e);
            FloatVector x3 = load(in, inAt + 3 * inStride + e);
            FloatVector x4 = load(in, inAt + 4 * inStride + e);
            FloatVector x5 = load(in, inAt + 5 * inStride + e);
            FloatVector even = plus(x4, -Q2, x2);
            FloatVector odd = plus(x3, -Q2, x1);
            outer(x0, x2, x4).intoArray(out, outAt + e);
            plus(even, P, odd).intoArray(out, outAt + outStride + e);
            plus(even, -P, odd).intoArray(out, outAt + 2 * outStride + e);
            even = plus(x4, -P2, x2);
            odd = plus(x3, -P2, x1);
            plus(even, Q, odd).intoArray(out, outAt + 3 * outStride + e);
            plus(even, -Q, odd).intoArray(out, outAt + 4 * outStride + e);
            outer(x1, x3, x5).intoArray(out, outAt + 5 * outStride + e);
        }
    }

    @Override
    public void input(float[] in, int inAt, int inStride, int n, MemorySegment out, long outAt, long outStride) {
        int whole = SPECIES.loopBound(n);
        outerToNative(in, inAt, inStride, whole, out, outAt, outStride);
        innerToNative(in, inAt, inStride, whole, out, outAt, outStride);
        if (whole < n) {
            outerToNative(in, inAt + n - V, inStride, V, out, outAt + 4L * (n - V), outStride);
            innerToNative(in, inAt + n - V, inStride, V, out, outAt + 4L * (n - V), outStride);
        }
    }

    private static void outerToNative(
            float[] in, int inAt, int inStride, int n, MemorySegment out, long outAt, long outStride) {
        for (int e = 0; e < n; e += V) {
            FloatVector x0 = load(in, inAt + e);
            FloatVector x2 = load(in, inAt + 2 * inStride + e);
            FloatVector x4 = load(in, inAt + 4 * inStride + e);
            store(outer(x0, x2, x4), out, outAt + e * 4L);
            FloatVector x1 = load(in, inAt + inStride + e);
            FloatVector x3 = load(in, inAt + 3 * inStride + e);
            FloatVector x5 = load(in, inAt + 5 * inStride + e);
            store(outer(x1, x3, x5), out, outAt + 5 * outStride + e * 4L);
        }
    }

    private static void innerToNative(
            float[] in, int inAt, int inStride, int n, MemorySegment out, long outAt, long outStride) {
        for (int e = 0; e < n; e += V) {
            FloatVector x1 = load(in, inAt + inStride + e);
            FloatVector x2 = load(in, inAt + 2 * inStride + e);
            FloatVector x3 = load(in, inAt + 3 * inStride + e);
            FloatVector x4 = load(in, inAt + 4 * inStride + e);
            FloatVector even = plus(x4, -Q2, x2);
            FloatVector odd = plus(x3, -Q2, x1);
            store(plus(even, P, odd), out, outAt + outStride + e * 4L);
            store(plus(even, -P, odd), out, outAt + 2 * outStride + e * 4L);
            even = plus(x4, -P2, x2);
            odd = plus(x3, -P2, x1);
            store(plus(even, Q, odd), out, outAt + 3 * outStride + e * 4L);
            store(plus(even, -Q, odd), out, outAt + 4 * outStride + e * 4L);
        }
    }

    @Override
    public void output(float[] planes, int at, int stride, int n) {
        for (int e = 0; e < n; e += V) {
            FloatVector v0 = load(planes, at + e);
            FloatVector v1 = load(planes, at + stride + e);
            FloatVector v2 = load(planes, at + 2 * stride + e);
            FloatVector v3 = load(planes, at + 3 * stride + e);
            FloatVector v4 = load(planes, at + 4 * stride + e);
            FloatVector v5 = load(planes, at + 5 * stride + e);
            FloatVector s = v1.add(v2);
            FloatVector d = v1.sub(v2);
            FloatVector t = v3.add(v4);
            FloatVector u = v3.sub(v4);
            v0.add(s).add(t).intoArray(planes, at + e);
            plus(d.mul(P), Q, u).intoArray(planes, at + stride + e);
            plus(s.mul(P2), Q2, t).intoArray(planes, at + 2 * stride + e);
            plus(plus(v5, P3, d), Q3, u).intoArray(planes, at + 3 * stride + e);
        }
    }

    /** {@code y + factor · x}. */
    private static FloatVector plus(FloatVector y, float factor, FloatVector x) {
        return x.fma(FloatVector.broadcast(SPECIES, factor), y);
    }

    private static FloatVector outer(FloatVector first, FloatVector middle, FloatVector last) {
        return plus(plus(last, -P2_PLUS_Q2, middle), P2Q2, first);
    }

    private static FloatVector load(float[] array, int at) {
        return FloatVector.fromArray(SPECIES, array, at);
    }

    private static FloatVector load(MemorySegment segment, long at) {
        return FloatVector.fromMemorySegment(SPECIES, segment, at, ByteOrder.nativeOrder());
    }

    private static void store(FloatVector value, MemorySegment segment, long at) {
        value.intoMemorySegment(segment, at, ByteOrder.nativeOrder());
    }
}
