package io.github.lanewise.engine.kernel.simd;

import io.github.lanewise.engine.kernel.HeapKernel;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link HeapKernel} for 16 vector registers, V = float lanes per vector:
 * <pre>
 *             b0    b1     one k of B̃: 2V floats
 *      a0  |  c00  c01
 *      a1  |  c10  c11     12 accumulators + 2 of B + a broadcast of A
 *      ..  |  ..   ..
 *      a5  |  c50  c51     one float of each row of A
 * </pre>
 * and at the end one or two tiles of 4 rows, so that every even number of rows from 4 on is met. Not unrolled over k, which
 * would make C2 spill. Twin: {@code AnyHeapKernel}.
 */
final class HeapKernel6x2 implements HeapKernel {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int V = SPECIES.length();
    private static final int COLUMNS = 2 * V;

    @Override
    public int columns() {
        return COLUMNS;
    }

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
        int fours = (6 - rows % 6) % 6 / 2;
        int sixes = (rows - 4 * fours) / 6;
        if (sixes > 0) {
            sixes(a, aAt, stride, sixes, k, panel, panelAt, start, startAt, startStride, out, outAt, outStride);
        }
        if (fours > 0) {
            int done = 6 * sixes;
            int from = startAt + done * startStride;
            int to = outAt + done * outStride;
            fours(
                    a,
                    aAt + done * stride,
                    stride,
                    fours,
                    k,
                    panel,
                    panelAt,
                    start,
                    from,
                    startStride,
                    out,
                    to,
                    outStride);
        }
    }

    @Override
    public void product(float[] a, int aAt, int stride, int rows, int k, float[] panel, float[] out, int outAt) {
        HeapProduct6x2.multiply(a, aAt, stride, rows, k, panel, out, outAt);
    }

    private static void sixes(
            float[] a,
            int aAt,
            int stride,
            int tiles,
            int k,
            float[] panel,
            int panelAt,
            float[] start,
            int startAt,
            int startStride,
            float[] out,
            int outAt,
            int outStride) {
        for (int tile = 0; tile < tiles; tile++) {
            int a0 = aAt;
            int a1 = aAt + stride;
            int a2 = aAt + 2 * stride;
            int a3 = aAt + 3 * stride;
            int a4 = aAt + 4 * stride;
            int a5 = aAt + 5 * stride;
            FloatVector c00 = load(start, startAt), c01 = load(start, startAt + V);
            FloatVector c10 = load(start, startAt + startStride), c11 = load(start, startAt + startStride + V);
            FloatVector c20 = load(start, startAt + 2 * startStride), c21 = load(start, startAt + 2 * startStride + V);
            FloatVector c30 = load(start, startAt + 3 * startStride), c31 = load(start, startAt + 3 * startStride + V);
            FloatVector c40 = load(start, startAt + 4 * startStride), c41 = load(start, startAt + 4 * startStride + V);
            FloatVector c50 = load(start, startAt + 5 * startStride), c51 = load(start, startAt + 5 * startStride + V);
            for (int i = 0; i < k; i++) {
                FloatVector b0 = load(panel, panelAt + i * COLUMNS);
                FloatVector b1 = load(panel, panelAt + i * COLUMNS + V);
                FloatVector x0 = FloatVector.broadcast(SPECIES, OrderedFloats.get(a, a0 + i));
                c00 = x0.fma(b0, c00);
                c01 = x0.fma(b1, c01);
                FloatVector x1 = FloatVector.broadcast(SPECIES, OrderedFloats.get(a, a1 + i));
                c10 = x1.fma(b0, c10);
                c11 = x1.fma(b1, c11);
                FloatVector x2 = FloatVector.broadcast(SPECIES, OrderedFloats.get(a, a2 + i));
                c20 = x2.fma(b0, c20);
                c21 = x2.fma(b1, c21);
                FloatVector x3 = FloatVector.broadcast(SPECIES, OrderedFloats.get(a, a3 + i));
                c30 = x3.fma(b0, c30);
                c31 = x3.fma(b1, c31);
                FloatVector x4 = FloatVector.broadcast(SPECIES, OrderedFloats.get(a, a4 + i));
                c40 = x4.fma(b0, c40);
                c41 = x4.fma(b1, c41);
                FloatVector x5 = FloatVector.broadcast(SPECIES, OrderedFloats.get(a, a5 + i));
                c50 = x5.fma(b0, c50);
                c51 = x5.fma(b1, c51);
            }
            c00.intoArray(out, outAt);
            c01.intoArray(out, outAt + V);
            c10.intoArray(out, outAt + outStride);
            c11.intoArray(out, outAt + outStride + V);
            c20.intoArray(out, outAt + 2 * outStride);
            c21.intoArray(out, outAt + 2 * outStride + V);
            c30.intoArray(out, outAt + 3 * outStride);
            c31.intoArray(out, outAt + 3 * outStride + V);
            c40.intoArray(out, outAt + 4 * outStride);
            c41.intoArray(out, outAt + 4 * outStride + V);
            c50.intoArray(out, outAt + 5 * outStride);
            c51.intoArray(out, outAt + 5 * outStride + V);
            aAt += 6 * stride;
            startAt += 6 * startStride;
            outAt += 6 * outStride;
        }
    }

    private static void fours(
            float[] a,
            int aAt,
            int stride,
            int tiles,
            int k,
            float[] panel,
            int panelAt,
            float[] start,
            int startAt,
            int startStride,
            float[] out,
            int outAt,
            int outStride) {
        for (int tile = 0; tile < tiles; tile++) {
            int a0 = aAt;
            int a1 = aAt + stride;
            int a2 = aAt + 2 * stride;
            int a3 = aAt + 3 * stride;
            FloatVector c00 = load(start, startAt), c01 = load(start, startAt + V);
            FloatVector c10 = load(start, startAt + startStride), c11 = load(start, startAt + startStride + V);
            FloatVector c20 = load(start, startAt + 2 * startStride), c21 = load(start, startAt + 2 * startStride + V);
            FloatVector c30 = load(start, startAt + 3 * startStride), c31 = load(start, startAt + 3 * startStride + V);
            for (int i = 0; i < k; i++) {
                FloatVector b0 = load(panel, panelAt + i * COLUMNS);
                FloatVector b1 = load(panel, panelAt + i * COLUMNS + V);
                FloatVector x0 = FloatVector.broadcast(SPECIES, OrderedFloats.get(a, a0 + i));
                c00 = x0.fma(b0, c00);
                c01 = x0.fma(b1, c01);
                FloatVector x1 = FloatVector.broadcast(SPECIES, OrderedFloats.get(a, a1 + i));
                c10 = x1.fma(b0, c10);
                c11 = x1.fma(b1, c11);
                FloatVector x2 = FloatVector.broadcast(SPECIES, OrderedFloats.get(a, a2 + i));
                c20 = x2.fma(b0, c20);
                c21 = x2.fma(b1, c21);
                FloatVector x3 = FloatVector.broadcast(SPECIES, OrderedFloats.get(a, a3 + i));
                c30 = x3.fma(b0, c30);
                c31 = x3.fma(b1, c31);
            }
            c00.intoArray(out, outAt);
            c01.intoArray(out, outAt + V);
            c10.intoArray(out, outAt + outStride);
            c11.intoArray(out, outAt + outStride + V);
            c20.intoArray(out, outAt + 2 * outStride);
            c21.intoArray(out, outAt + 2 * outStride + V);
            c30.intoArray(out, outAt + 3 * outStride);
            c31.intoArray(out, outAt + 3 * outStride + V);
            aAt += 4 * stride;
            startAt += 4 * startStride;
            outAt += 4 * outStride;
        }
    }

    @Override
    public void packColumns(int k, MemorySegment b, long bAt, long rowBytes, float[] panel, int panelAt) {
        for (int i = 0; i < k; i++) {
            long row = bAt + i * rowBytes;
            FloatVector left = FloatVector.fromMemorySegment(SPECIES, b, row, ByteOrder.nativeOrder());
            FloatVector right = FloatVector.fromMemorySegment(SPECIES, b, row + 4L * V, ByteOrder.nativeOrder());
            left.intoArray(panel, panelAt + i * COLUMNS);
            right.intoArray(panel, panelAt + i * COLUMNS + V);
        }
    }

    @Override
    public void packColumns(int k, float[] b, int bAt, int stride, float[] panel, int panelAt) {
        for (int i = 0; i < k; i++) {
            FloatVector left = load(b, bAt + i * stride);
            FloatVector right = load(b, bAt + i * stride + V);
            left.intoArray(panel, panelAt + i * COLUMNS);
            right.intoArray(panel, panelAt + i * COLUMNS + V);
        }
    }

    private static FloatVector load(float[] floats, int at) {
        return FloatVector.fromArray(SPECIES, floats, at);
    }
}
