package io.github.lanewise.engine.kernel.simd;

import io.github.lanewise.engine.kernel.StripKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@code tile[5, 2V] = start + A · B̃}, V = float lanes per vector, for 16 vector registers.
 * <pre>
 *             b0    b1     one k of B̃: 2V floats
 *      a0  |  c00  c01
 *      a1  |  c10  c11     10 accumulators + 2 of B + the broadcasts of A
 *      a2  |  c20  c21
 *      a3  |  c30  c31     one float of each row of A
 *      a4  |  c40  c41
 * </pre>
 * Not unrolled over k, which would make C2 spill. Twin: {@code AnyStripKernel}.
 */
final class StripKernel5x2 implements StripKernel {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int V = SPECIES.length();
    private static final int ROWS = 5;
    private static final int COLUMNS = 2 * V;

    @Override
    public int rows() {
        return ROWS;
    }

    @Override
    public int columns() {
        return COLUMNS;
    }

    @Override
    public void accumulate(
            float[] strip,
            int[] rowsAt,
            int first,
            int offset,
            int runStride,
            int runs,
            int run,
            float[] panel,
            float[] start,
            int startAt,
            float[] tile,
            int tileAt) {
        int a0 = rowsAt[first] + offset;
        int a1 = rowsAt[first + 1] + offset;
        int a2 = rowsAt[first + 2] + offset;
        int a3 = rowsAt[first + 3] + offset;
        int a4 = rowsAt[first + 4] + offset;
        int b = 0;
        FloatVector c00 = load(start, startAt, 0), c01 = load(start, startAt, 1);
        FloatVector c10 = load(start, startAt, 2), c11 = load(start, startAt, 3);
        FloatVector c20 = load(start, startAt, 4), c21 = load(start, startAt, 5);
        FloatVector c30 = load(start, startAt, 6), c31 = load(start, startAt, 7);
        FloatVector c40 = load(start, startAt, 8), c41 = load(start, startAt, 9);
        for (int r = 0; r < runs; r++) {
            for (int i = 0; i < run; i++) {
                FloatVector b0 = FloatVector.fromArray(SPECIES, panel, b + i * COLUMNS);
                FloatVector b1 = FloatVector.fromArray(SPECIES, panel, b + i * COLUMNS + V);
                FloatVector x0 = FloatVector.broadcast(SPECIES, strip[a0 + i]);
                c00 = x0.fma(b0, c00);
                c01 = x0.fma(b1, c01);
                FloatVector x1 = FloatVector.broadcast(SPECIES, strip[a1 + i]);
                c10 = x1.fma(b0, c10);
                c11 = x1.fma(b1, c11);
                FloatVector x2 = FloatVector.broadcast(SPECIES, strip[a2 + i]);
                c20 = x2.fma(b0, c20);
                c21 = x2.fma(b1, c21);
                FloatVector x3 = FloatVector.broadcast(SPECIES, strip[a3 + i]);
                c30 = x3.fma(b0, c30);
                c31 = x3.fma(b1, c31);
                FloatVector x4 = FloatVector.broadcast(SPECIES, strip[a4 + i]);
                c40 = x4.fma(b0, c40);
                c41 = x4.fma(b1, c41);
            }
            a0 += runStride;
            a1 += runStride;
            a2 += runStride;
            a3 += runStride;
            a4 += runStride;
            b += run * COLUMNS;
        }
        c00.intoArray(tile, tileAt);
        c01.intoArray(tile, tileAt + V);
        c10.intoArray(tile, tileAt + 2 * V);
        c11.intoArray(tile, tileAt + 3 * V);
        c20.intoArray(tile, tileAt + 4 * V);
        c21.intoArray(tile, tileAt + 5 * V);
        c30.intoArray(tile, tileAt + 6 * V);
        c31.intoArray(tile, tileAt + 7 * V);
        c40.intoArray(tile, tileAt + 8 * V);
        c41.intoArray(tile, tileAt + 9 * V);
    }

    private static FloatVector load(float[] tile, int tileAt, int vector) {
        return FloatVector.fromArray(SPECIES, tile, tileAt + vector * V);
    }
}
