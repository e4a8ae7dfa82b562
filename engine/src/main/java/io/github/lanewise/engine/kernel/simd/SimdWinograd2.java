package io.github.lanewise.engine.kernel.simd;

import io.github.lanewise.engine.kernel.WinogradTransform;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link WinogradTransform} F(2, 3). Twin: {@code ScalarWinograd2}. */
final class SimdWinograd2 implements WinogradTransform {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int V = SPECIES.length();

    /** Floats of a tile from which on a loop of its own, whose bounds are checked once, is worth its beginning. */
    private static final int WIDE = 64;

    @Override
    public int outputs() {
        return 2;
    }

    @Override
    public void input(MemorySegment in, long inAt, long inStride, int n, float[] out, int outAt, int outStride) {
        for (int e = 0; e < n; e += V) {
            FloatVector x0 = FloatVector.fromMemorySegment(SPECIES, in, inAt + e * 4L, ByteOrder.nativeOrder());
            FloatVector x1 =
                    FloatVector.fromMemorySegment(SPECIES, in, inAt + inStride + e * 4L, ByteOrder.nativeOrder());
            FloatVector x2 =
                    FloatVector.fromMemorySegment(SPECIES, in, inAt + 2 * inStride + e * 4L, ByteOrder.nativeOrder());
            FloatVector x3 =
                    FloatVector.fromMemorySegment(SPECIES, in, inAt + 3 * inStride + e * 4L, ByteOrder.nativeOrder());
            x2.sub(x0).intoArray(out, outAt + e);
            x2.add(x1).intoArray(out, outAt + outStride + e);
            x2.sub(x1).intoArray(out, outAt + 2 * outStride + e);
            x3.sub(x1).intoArray(out, outAt + 3 * outStride + e);
        }
    }

    @Override
    public void input(
            float[] in, int inAt, int inStride, int n, int tiles, int step, float[] out, int outAt, int outStride) {
        if (n >= WIDE) {
            for (int tile = 0; tile < tiles; tile++) {
                wide(in, inAt + tile * step, inStride, n, out, outAt + tile * n, outStride);
            }
            return;
        }
        int left = n;
        for (int e = 0; e < tiles * n; e += V) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, in, inAt);
            FloatVector x1 = FloatVector.fromArray(SPECIES, in, inAt + inStride);
            FloatVector x2 = FloatVector.fromArray(SPECIES, in, inAt + 2 * inStride);
            FloatVector x3 = FloatVector.fromArray(SPECIES, in, inAt + 3 * inStride);
            x2.sub(x0).intoArray(out, outAt + e);
            x2.add(x1).intoArray(out, outAt + outStride + e);
            x2.sub(x1).intoArray(out, outAt + 2 * outStride + e);
            x3.sub(x1).intoArray(out, outAt + 3 * outStride + e);
            left -= V;
            inAt += left == 0 ? V + step - n : V;
            left = left == 0 ? n : left;
        }
    }

    private static void wide(float[] in, int inAt, int inStride, int n, float[] out, int outAt, int outStride) {
        for (int e = 0; e < n; e += V) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, in, inAt + e);
            FloatVector x1 = FloatVector.fromArray(SPECIES, in, inAt + inStride + e);
            FloatVector x2 = FloatVector.fromArray(SPECIES, in, inAt + 2 * inStride + e);
            FloatVector x3 = FloatVector.fromArray(SPECIES, in, inAt + 3 * inStride + e);
            x2.sub(x0).intoArray(out, outAt + e);
            x2.add(x1).intoArray(out, outAt + outStride + e);
            x2.sub(x1).intoArray(out, outAt + 2 * outStride + e);
            x3.sub(x1).intoArray(out, outAt + 3 * outStride + e);
        }
    }

    @Override
    public void input(
            float[] in,
            int inAt,
            int inStride,
            int n,
            int tiles,
            int step,
            MemorySegment out,
            long outAt,
            long outStride) {
        int left = n;
        for (int e = 0; e < tiles * n; e += V) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, in, inAt);
            FloatVector x1 = FloatVector.fromArray(SPECIES, in, inAt + inStride);
            FloatVector x2 = FloatVector.fromArray(SPECIES, in, inAt + 2 * inStride);
            FloatVector x3 = FloatVector.fromArray(SPECIES, in, inAt + 3 * inStride);
            x2.sub(x0).intoMemorySegment(out, outAt + e * 4L, ByteOrder.nativeOrder());
            x2.add(x1).intoMemorySegment(out, outAt + outStride + e * 4L, ByteOrder.nativeOrder());
            x2.sub(x1).intoMemorySegment(out, outAt + 2 * outStride + e * 4L, ByteOrder.nativeOrder());
            x3.sub(x1).intoMemorySegment(out, outAt + 3 * outStride + e * 4L, ByteOrder.nativeOrder());
            left -= V;
            inAt += left == 0 ? V + step - n : V;
            left = left == 0 ? n : left;
        }
    }

    @Override
    public void output(float[] planes, int at, int stride, int n) {
        for (int e = 0; e < n; e += V) {
            FloatVector v0 = FloatVector.fromArray(SPECIES, planes, at + e);
            FloatVector v1 = FloatVector.fromArray(SPECIES, planes, at + stride + e);
            FloatVector v2 = FloatVector.fromArray(SPECIES, planes, at + 2 * stride + e);
            FloatVector v3 = FloatVector.fromArray(SPECIES, planes, at + 3 * stride + e);
            v0.add(v1.add(v2)).intoArray(planes, at + e);
            v3.add(v1.sub(v2)).intoArray(planes, at + stride + e);
        }
    }
}
