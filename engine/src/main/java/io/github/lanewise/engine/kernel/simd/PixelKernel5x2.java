package io.github.lanewise.engine.kernel.simd;

import io.github.lanewise.engine.kernel.PixelKernel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@code tile[5, 2V] = start + Σ x · panel}, V = float lanes per vector, for 16 vector registers.
 * <pre>
 *             b0    b1     one pixel of the panel: 2V floats
 *      x0  |  c00  c01
 *      x1  |  c10  c11     10 accumulators + 2 of the panel + the broadcasts of x
 *      x2  |  c20  c21
 *      x3  |  c30  c31     five neighbouring floats of x
 *      x4  |  c40  c41
 * </pre>
 * One loop with a table of places: around an inner loop of variable stride C2 would spill the sums. Twin:
 * {@code ScalarPixelKernel}.
 */
final class PixelKernel5x2 implements PixelKernel {

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
            int pixels,
            float[] x,
            int[] at,
            int offset,
            float[] panel,
            int panelAt,
            float[] start,
            int startAt,
            float[] tile,
            int tileAt) {
        FloatVector c00 = load(start, startAt), c01 = load(start, startAt + V);
        FloatVector c10 = load(start, startAt + 2 * V), c11 = load(start, startAt + 3 * V);
        FloatVector c20 = load(start, startAt + 4 * V), c21 = load(start, startAt + 5 * V);
        FloatVector c30 = load(start, startAt + 6 * V), c31 = load(start, startAt + 7 * V);
        FloatVector c40 = load(start, startAt + 8 * V), c41 = load(start, startAt + 9 * V);
        for (int p = 0; p < pixels; p++) {
            int from = at[p] + offset;
            FloatVector b0 = load(panel, panelAt + p * COLUMNS);
            FloatVector b1 = load(panel, panelAt + p * COLUMNS + V);
            FloatVector x0 = FloatVector.broadcast(SPECIES, OrderedFloats.get(x, from));
            c00 = x0.fma(b0, c00);
            c01 = x0.fma(b1, c01);
            FloatVector x1 = FloatVector.broadcast(SPECIES, OrderedFloats.get(x, from + 1));
            c10 = x1.fma(b0, c10);
            c11 = x1.fma(b1, c11);
            FloatVector x2 = FloatVector.broadcast(SPECIES, OrderedFloats.get(x, from + 2));
            c20 = x2.fma(b0, c20);
            c21 = x2.fma(b1, c21);
            FloatVector x3 = FloatVector.broadcast(SPECIES, OrderedFloats.get(x, from + 3));
            c30 = x3.fma(b0, c30);
            c31 = x3.fma(b1, c31);
            FloatVector x4 = FloatVector.broadcast(SPECIES, OrderedFloats.get(x, from + 4));
            c40 = x4.fma(b0, c40);
            c41 = x4.fma(b1, c41);
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

    @Override
    public void pack(int pixels, float[] lines, int from, int stride, float[] panel, int panelAt) {
        for (int p = 0; p < pixels; p++) {
            int line = from + p * stride;
            load(lines, line).intoArray(panel, panelAt + p * COLUMNS);
            load(lines, line + V).intoArray(panel, panelAt + p * COLUMNS + V);
        }
    }

    private static FloatVector load(float[] array, int at) {
        return FloatVector.fromArray(SPECIES, array, at);
    }
}
