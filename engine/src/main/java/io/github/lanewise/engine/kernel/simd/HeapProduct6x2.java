package io.github.lanewise.engine.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link HeapKernel6x2#product}: its tiles once more, with constants where {@code multiply} has parameters. Every one of those
 * costs a register that the loop over k lacks, and short products, which Winograd's points are, feel the loads of a start.
 */
final class HeapProduct6x2 {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int V = SPECIES.length();
    private static final int COLUMNS = 2 * V;

    private HeapProduct6x2() {}

    static void multiply(float[] a, int aAt, int stride, int rows, int k, float[] panel, float[] out, int outAt) {
        int fours = (6 - rows % 6) % 6 / 2;
        int sixes = (rows - 4 * fours) / 6;
        if (sixes > 0) {
            sixes(a, aAt, stride, sixes, k, panel, out, outAt);
        }
        if (fours > 0) {
            int done = 6 * sixes;
            fours(a, aAt + done * stride, stride, fours, k, panel, out, outAt + done * COLUMNS);
        }
    }

    private static void sixes(float[] a, int aAt, int stride, int tiles, int k, float[] panel, float[] out, int outAt) {
        for (int tile = 0; tile < tiles; tile++) {
            int a0 = aAt;
            int a1 = aAt + stride;
            int a2 = aAt + 2 * stride;
            int a3 = aAt + 3 * stride;
            int a4 = aAt + 4 * stride;
            int a5 = aAt + 5 * stride;
            FloatVector c00 = FloatVector.zero(SPECIES), c01 = FloatVector.zero(SPECIES);
            FloatVector c10 = FloatVector.zero(SPECIES), c11 = FloatVector.zero(SPECIES);
            FloatVector c20 = FloatVector.zero(SPECIES), c21 = FloatVector.zero(SPECIES);
            FloatVector c30 = FloatVector.zero(SPECIES), c31 = FloatVector.zero(SPECIES);
            FloatVector c40 = FloatVector.zero(SPECIES), c41 = FloatVector.zero(SPECIES);
            FloatVector c50 = FloatVector.zero(SPECIES), c51 = FloatVector.zero(SPECIES);
            for (int i = 0; i < k; i++) {
                FloatVector b0 = FloatVector.fromArray(SPECIES, panel, i * COLUMNS);
                FloatVector b1 = FloatVector.fromArray(SPECIES, panel, i * COLUMNS + V);
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
            c10.intoArray(out, outAt + 2 * V);
            c11.intoArray(out, outAt + 3 * V);
            c20.intoArray(out, outAt + 4 * V);
            c21.intoArray(out, outAt + 5 * V);
            c30.intoArray(out, outAt + 6 * V);
            c31.intoArray(out, outAt + 7 * V);
            c40.intoArray(out, outAt + 8 * V);
            c41.intoArray(out, outAt + 9 * V);
            c50.intoArray(out, outAt + 10 * V);
            c51.intoArray(out, outAt + 11 * V);
            aAt += 6 * stride;
            outAt += 6 * COLUMNS;
        }
    }

    private static void fours(float[] a, int aAt, int stride, int tiles, int k, float[] panel, float[] out, int outAt) {
        for (int tile = 0; tile < tiles; tile++) {
            int a0 = aAt;
            int a1 = aAt + stride;
            int a2 = aAt + 2 * stride;
            int a3 = aAt + 3 * stride;
            FloatVector c00 = FloatVector.zero(SPECIES), c01 = FloatVector.zero(SPECIES);
            FloatVector c10 = FloatVector.zero(SPECIES), c11 = FloatVector.zero(SPECIES);
            FloatVector c20 = FloatVector.zero(SPECIES), c21 = FloatVector.zero(SPECIES);
            FloatVector c30 = FloatVector.zero(SPECIES), c31 = FloatVector.zero(SPECIES);
            for (int i = 0; i < k; i++) {
                FloatVector b0 = FloatVector.fromArray(SPECIES, panel, i * COLUMNS);
                FloatVector b1 = FloatVector.fromArray(SPECIES, panel, i * COLUMNS + V);
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
            c10.intoArray(out, outAt + 2 * V);
            c11.intoArray(out, outAt + 3 * V);
            c20.intoArray(out, outAt + 4 * V);
            c21.intoArray(out, outAt + 5 * V);
            c30.intoArray(out, outAt + 6 * V);
            c31.intoArray(out, outAt + 7 * V);
            aAt += 4 * stride;
            outAt += 4 * COLUMNS;
        }
    }
}
