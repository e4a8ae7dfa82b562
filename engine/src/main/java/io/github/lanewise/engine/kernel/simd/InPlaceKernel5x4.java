package io.github.lanewise.engine.kernel.simd;

import io.github.lanewise.engine.kernel.InPlaceKernel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@code tile[5, 4V] = start + A · B̃}, V = float lanes per vector, for 32 vector registers.
 * <pre>
 *             b0    b1    b2    b3     one k of B̃: 4V floats, native memory
 *      a0  |  c00  c01  c02  c03
 *      a1  |  c10  c11  c12  c13     20 accumulators + 4 of B + the broadcasts of A
 *      a2  |  c20  c21  c22  c23
 *      a3  |  c30  c31  c32  c33     one float of each row of A, native memory
 *      a4  |  c40  c41  c42  c43
 * </pre>
 * Not unrolled over k: two steps at once spill. Twin: {@code ScalarInPlaceKernel}.
 */
final class InPlaceKernel5x4 implements InPlaceKernel {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int V = SPECIES.length();
    private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final int ROWS = 5;
    private static final int COLUMNS = 4 * V;
    private static final long VECTOR_BYTES = SPECIES.vectorByteSize();
    private static final long STEP = (long) COLUMNS * Float.BYTES;

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
            MemorySegment input,
            long[] rowsAt,
            int first,
            long offset,
            long runStride,
            int runs,
            int run,
            MemorySegment b,
            long bAt,
            float[] start,
            int startAt,
            float[] tile,
            int tileAt) {
        long a0 = rowsAt[first] + offset;
        long a1 = rowsAt[first + 1] + offset;
        long a2 = rowsAt[first + 2] + offset;
        long a3 = rowsAt[first + 3] + offset;
        long a4 = rowsAt[first + 4] + offset;
        FloatVector c00 = load(start, startAt, 0),
                c01 = load(start, startAt, 1),
                c02 = load(start, startAt, 2),
                c03 = load(start, startAt, 3);
        FloatVector c10 = load(start, startAt, 4),
                c11 = load(start, startAt, 5),
                c12 = load(start, startAt, 6),
                c13 = load(start, startAt, 7);
        FloatVector c20 = load(start, startAt, 8),
                c21 = load(start, startAt, 9),
                c22 = load(start, startAt, 10),
                c23 = load(start, startAt, 11);
        FloatVector c30 = load(start, startAt, 12),
                c31 = load(start, startAt, 13),
                c32 = load(start, startAt, 14),
                c33 = load(start, startAt, 15);
        FloatVector c40 = load(start, startAt, 16),
                c41 = load(start, startAt, 17),
                c42 = load(start, startAt, 18),
                c43 = load(start, startAt, 19);
        for (int r = 0; r < runs; r++) {
            for (int i = 0; i < run; i++) {
                FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, bAt + i * STEP, NATIVE);
                FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, b, bAt + i * STEP + VECTOR_BYTES, NATIVE);
                FloatVector b2 = FloatVector.fromMemorySegment(SPECIES, b, bAt + i * STEP + 2 * VECTOR_BYTES, NATIVE);
                FloatVector b3 = FloatVector.fromMemorySegment(SPECIES, b, bAt + i * STEP + 3 * VECTOR_BYTES, NATIVE);
                FloatVector x0 = FloatVector.broadcast(SPECIES, input.get(FLOAT, a0 + i * 4L));
                c00 = x0.fma(b0, c00);
                c01 = x0.fma(b1, c01);
                c02 = x0.fma(b2, c02);
                c03 = x0.fma(b3, c03);
                FloatVector x1 = FloatVector.broadcast(SPECIES, input.get(FLOAT, a1 + i * 4L));
                c10 = x1.fma(b0, c10);
                c11 = x1.fma(b1, c11);
                c12 = x1.fma(b2, c12);
                c13 = x1.fma(b3, c13);
                FloatVector x2 = FloatVector.broadcast(SPECIES, input.get(FLOAT, a2 + i * 4L));
                c20 = x2.fma(b0, c20);
                c21 = x2.fma(b1, c21);
                c22 = x2.fma(b2, c22);
                c23 = x2.fma(b3, c23);
                FloatVector x3 = FloatVector.broadcast(SPECIES, input.get(FLOAT, a3 + i * 4L));
                c30 = x3.fma(b0, c30);
                c31 = x3.fma(b1, c31);
                c32 = x3.fma(b2, c32);
                c33 = x3.fma(b3, c33);
                FloatVector x4 = FloatVector.broadcast(SPECIES, input.get(FLOAT, a4 + i * 4L));
                c40 = x4.fma(b0, c40);
                c41 = x4.fma(b1, c41);
                c42 = x4.fma(b2, c42);
                c43 = x4.fma(b3, c43);
            }
            a0 += runStride;
            a1 += runStride;
            a2 += runStride;
            a3 += runStride;
            a4 += runStride;
            bAt += run * STEP;
        }
        c00.intoArray(tile, tileAt);
        c01.intoArray(tile, tileAt + V);
        c02.intoArray(tile, tileAt + 2 * V);
        c03.intoArray(tile, tileAt + 3 * V);
        c10.intoArray(tile, tileAt + 4 * V);
        c11.intoArray(tile, tileAt + 5 * V);
        c12.intoArray(tile, tileAt + 6 * V);
        c13.intoArray(tile, tileAt + 7 * V);
        c20.intoArray(tile, tileAt + 8 * V);
        c21.intoArray(tile, tileAt + 9 * V);
        c22.intoArray(tile, tileAt + 10 * V);
        c23.intoArray(tile, tileAt + 11 * V);
        c30.intoArray(tile, tileAt + 12 * V);
        c31.intoArray(tile, tileAt + 13 * V);
        c32.intoArray(tile, tileAt + 14 * V);
        c33.intoArray(tile, tileAt + 15 * V);
        c40.intoArray(tile, tileAt + 16 * V);
        c41.intoArray(tile, tileAt + 17 * V);
        c42.intoArray(tile, tileAt + 18 * V);
        c43.intoArray(tile, tileAt + 19 * V);
    }

    private static FloatVector load(float[] tile, int tileAt, int vector) {
        return FloatVector.fromArray(SPECIES, tile, tileAt + vector * V);
    }
}
