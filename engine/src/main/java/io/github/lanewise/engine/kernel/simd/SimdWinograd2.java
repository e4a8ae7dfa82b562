package io.github.lanewise.engine.kernel.simd;

import io.github.lanewise.engine.kernel.WinogradTransform;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link WinogradTransform} F(2, 3). A rest behind the last whole vector of an input is covered by one more vector that
 * ends with it. Twin: {@code ScalarWinograd2}.
 */
final class SimdWinograd2 implements WinogradTransform {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int V = SPECIES.length();

    @Override
    public int outputs() {
        return 2;
    }

    @Override
    public void input(MemorySegment in, long inAt, long inStride, int n, float[] out, int outAt, int outStride) {
        int whole = SPECIES.loopBound(n);
        fromNative(in, inAt, inStride, whole, out, outAt, outStride);
        if (whole < n) {
            fromNative(in, inAt + 4L * (n - V), inStride, V, out, outAt + n - V, outStride);
        }
    }

    private static void fromNative(
            MemorySegment in, long inAt, long inStride, int n, float[] out, int outAt, int outStride) {
        for (int e = 0; e < n; e += V) {
            FloatVector x0 = load(in, inAt + e * 4L);
            FloatVector x1 = load(in, inAt + inStride + e * 4L);
            FloatVector x2 = load(in, inAt + 2 * inStride + e * 4L);
            FloatVector x3 = load(in, inAt + 3 * inStride + e * 4L);
            x2.sub(x0).intoArray(out, outAt + e);
            x2.add(x1).intoArray(out, outAt + outStride + e);
            x2.sub(x1).intoArray(out, outAt + 2 * outStride + e);
            x3.sub(x1).intoArray(out, outAt + 3 * outStride + e);
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
            x2.sub(x0).intoArray(out, outAt + e);
            x2.add(x1).intoArray(out, outAt + outStride + e);
            x2.sub(x1).intoArray(out, outAt + 2 * outStride + e);
            x3.sub(x1).intoArray(out, outAt + 3 * outStride + e);
        }
    }

    @Override
    public void input(float[] in, int inAt, int inStride, int n, MemorySegment out, long outAt, long outStride) {
        int whole = SPECIES.loopBound(n);
        toNative(in, inAt, inStride, whole, out, outAt, outStride);
        if (whole < n) {
            toNative(in, inAt + n - V, inStride, V, out, outAt + 4L * (n - V), outStride);
        }
    }

    private static void toNative(
            float[] in, int inAt, int inStride, int n, MemorySegment out, long outAt, long outStride) {
        for (int e = 0; e < n; e += V) {
            FloatVector x0 = load(in, inAt + e);
            FloatVector x1 = load(in, inAt + inStride + e);
            FloatVector x2 = load(in, inAt + 2 * inStride + e);
            FloatVector x3 = load(in, inAt + 3 * inStride + e);
            store(x2.sub(x0), out, outAt + e * 4L);
            store(x2.add(x1), out, outAt + outStride + e * 4L);
            store(x2.sub(x1), out, outAt + 2 * outStride + e * 4L);
            store(x3.sub(x1), out, outAt + 3 * outStride + e * 4L);
        }
    }

    @Override
    public void output(float[] planes, int at, int stride, int n) {
        for (int e = 0; e < n; e += V) {
            FloatVector v0 = load(planes, at + e);
            FloatVector v1 = load(planes, at + stride + e);
            FloatVector v2 = load(planes, at + 2 * stride + e);
            FloatVector v3 = load(planes, at + 3 * stride + e);
            v0.add(v1.add(v2)).intoArray(planes, at + e);
            v3.add(v1.sub(v2)).intoArray(planes, at + stride + e);
        }
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
