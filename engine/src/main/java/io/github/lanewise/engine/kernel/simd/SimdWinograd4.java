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
 * {@link WinogradTransform} F(4, 3). The loops are written out, without methods for their parts, on purpose: C2 compiles
 * methods of more than 325 bytecodes on their own. Two of these loops inlined into one caller exhaust its nodes, and then
 * their vectors are boxed. Twin: {@code ScalarWinograd4}.
 */
final class SimdWinograd4 implements WinogradTransform {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int V = SPECIES.length();

    /** Floats of a tile from which on a loop of its own, whose bounds are checked once, is worth its beginning. */
    private static final int WIDE = 64;

    @Override
    public int outputs() {
        return 4;
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
            FloatVector x4 =
                    FloatVector.fromMemorySegment(SPECIES, in, inAt + 4 * inStride + e * 4L, ByteOrder.nativeOrder());
            FloatVector x5 =
                    FloatVector.fromMemorySegment(SPECIES, in, inAt + 5 * inStride + e * 4L, ByteOrder.nativeOrder());
            FloatVector even = x2.fma(FloatVector.broadcast(SPECIES, -Q2), x4);
            FloatVector odd = x1.fma(FloatVector.broadcast(SPECIES, -Q2), x3);
            x0.fma(FloatVector.broadcast(SPECIES, P2Q2), x2.fma(FloatVector.broadcast(SPECIES, -P2_PLUS_Q2), x4))
                    .intoArray(out, outAt + e);
            odd.fma(FloatVector.broadcast(SPECIES, P), even).intoArray(out, outAt + outStride + e);
            odd.fma(FloatVector.broadcast(SPECIES, -P), even).intoArray(out, outAt + 2 * outStride + e);
            even = x2.fma(FloatVector.broadcast(SPECIES, -P2), x4);
            odd = x1.fma(FloatVector.broadcast(SPECIES, -P2), x3);
            odd.fma(FloatVector.broadcast(SPECIES, Q), even).intoArray(out, outAt + 3 * outStride + e);
            odd.fma(FloatVector.broadcast(SPECIES, -Q), even).intoArray(out, outAt + 4 * outStride + e);
            x1.fma(FloatVector.broadcast(SPECIES, P2Q2), x3.fma(FloatVector.broadcast(SPECIES, -P2_PLUS_Q2), x5))
                    .intoArray(out, outAt + 5 * outStride + e);
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
            FloatVector x4 = FloatVector.fromArray(SPECIES, in, inAt + 4 * inStride);
            FloatVector x5 = FloatVector.fromArray(SPECIES, in, inAt + 5 * inStride);
            FloatVector even = x2.fma(FloatVector.broadcast(SPECIES, -Q2), x4);
            FloatVector odd = x1.fma(FloatVector.broadcast(SPECIES, -Q2), x3);
            x0.fma(FloatVector.broadcast(SPECIES, P2Q2), x2.fma(FloatVector.broadcast(SPECIES, -P2_PLUS_Q2), x4))
                    .intoArray(out, outAt + e);
            odd.fma(FloatVector.broadcast(SPECIES, P), even).intoArray(out, outAt + outStride + e);
            odd.fma(FloatVector.broadcast(SPECIES, -P), even).intoArray(out, outAt + 2 * outStride + e);
            even = x2.fma(FloatVector.broadcast(SPECIES, -P2), x4);
            odd = x1.fma(FloatVector.broadcast(SPECIES, -P2), x3);
            odd.fma(FloatVector.broadcast(SPECIES, Q), even).intoArray(out, outAt + 3 * outStride + e);
            odd.fma(FloatVector.broadcast(SPECIES, -Q), even).intoArray(out, outAt + 4 * outStride + e);
            x1.fma(FloatVector.broadcast(SPECIES, P2Q2), x3.fma(FloatVector.broadcast(SPECIES, -P2_PLUS_Q2), x5))
                    .intoArray(out, outAt + 5 * outStride + e);
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
            FloatVector x4 = FloatVector.fromArray(SPECIES, in, inAt + 4 * inStride + e);
            FloatVector x5 = FloatVector.fromArray(SPECIES, in, inAt + 5 * inStride + e);
            FloatVector even = x2.fma(FloatVector.broadcast(SPECIES, -Q2), x4);
            FloatVector odd = x1.fma(FloatVector.broadcast(SPECIES, -Q2), x3);
            x0.fma(FloatVector.broadcast(SPECIES, P2Q2), x2.fma(FloatVector.broadcast(SPECIES, -P2_PLUS_Q2), x4))
                    .intoArray(out, outAt + e);
            odd.fma(FloatVector.broadcast(SPECIES, P), even).intoArray(out, outAt + outStride + e);
            odd.fma(FloatVector.broadcast(SPECIES, -P), even).intoArray(out, outAt + 2 * outStride + e);
            even = x2.fma(FloatVector.broadcast(SPECIES, -P2), x4);
            odd = x1.fma(FloatVector.broadcast(SPECIES, -P2), x3);
            odd.fma(FloatVector.broadcast(SPECIES, Q), even).intoArray(out, outAt + 3 * outStride + e);
            odd.fma(FloatVector.broadcast(SPECIES, -Q), even).intoArray(out, outAt + 4 * outStride + e);
            x1.fma(FloatVector.broadcast(SPECIES, P2Q2), x3.fma(FloatVector.broadcast(SPECIES, -P2_PLUS_Q2), x5))
                    .intoArray(out, outAt + 5 * outStride + e);
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
            FloatVector x4 = FloatVector.fromArray(SPECIES, in, inAt + 4 * inStride);
            FloatVector x5 = FloatVector.fromArray(SPECIES, in, inAt + 5 * inStride);
            FloatVector even = x2.fma(FloatVector.broadcast(SPECIES, -Q2), x4);
            FloatVector odd = x1.fma(FloatVector.broadcast(SPECIES, -Q2), x3);
            x0.fma(FloatVector.broadcast(SPECIES, P2Q2), x2.fma(FloatVector.broadcast(SPECIES, -P2_PLUS_Q2), x4))
                    .intoMemorySegment(out, outAt + e * 4L, ByteOrder.nativeOrder());
            odd.fma(FloatVector.broadcast(SPECIES, P), even)
                    .intoMemorySegment(out, outAt + outStride + e * 4L, ByteOrder.nativeOrder());
            odd.fma(FloatVector.broadcast(SPECIES, -P), even)
                    .intoMemorySegment(out, outAt + 2 * outStride + e * 4L, ByteOrder.nativeOrder());
            even = x2.fma(FloatVector.broadcast(SPECIES, -P2), x4);
            odd = x1.fma(FloatVector.broadcast(SPECIES, -P2), x3);
            odd.fma(FloatVector.broadcast(SPECIES, Q), even)
                    .intoMemorySegment(out, outAt + 3 * outStride + e * 4L, ByteOrder.nativeOrder());
            odd.fma(FloatVector.broadcast(SPECIES, -Q), even)
                    .intoMemorySegment(out, outAt + 4 * outStride + e * 4L, ByteOrder.nativeOrder());
            x1.fma(FloatVector.broadcast(SPECIES, P2Q2), x3.fma(FloatVector.broadcast(SPECIES, -P2_PLUS_Q2), x5))
                    .intoMemorySegment(out, outAt + 5 * outStride + e * 4L, ByteOrder.nativeOrder());
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
            FloatVector v4 = FloatVector.fromArray(SPECIES, planes, at + 4 * stride + e);
            FloatVector v5 = FloatVector.fromArray(SPECIES, planes, at + 5 * stride + e);
            FloatVector s = v1.add(v2);
            FloatVector d = v1.sub(v2);
            FloatVector t = v3.add(v4);
            FloatVector u = v3.sub(v4);
            FloatVector y0 = v0.add(s).add(t);
            FloatVector y1 = u.fma(FloatVector.broadcast(SPECIES, Q), d.mul(FloatVector.broadcast(SPECIES, P)));
            FloatVector y2 = t.fma(FloatVector.broadcast(SPECIES, Q2), s.mul(FloatVector.broadcast(SPECIES, P2)));
            FloatVector y3 = u.fma(FloatVector.broadcast(SPECIES, Q3), d.fma(FloatVector.broadcast(SPECIES, P3), v5));
            y0.intoArray(planes, at + e);
            y1.intoArray(planes, at + stride + e);
            y2.intoArray(planes, at + 2 * stride + e);
            y3.intoArray(planes, at + 3 * stride + e);
        }
    }
}
