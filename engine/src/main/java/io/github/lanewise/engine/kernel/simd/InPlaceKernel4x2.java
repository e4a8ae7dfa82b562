package io.github.lanewise.engine.kernel.simd;

import io.github.lanewise.engine.kernel.InPlaceKernel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@code tile[4, 2V] = start + A · B̃}, V = float lanes per vector, for 16 vector registers.
 * <pre>
 *             b0    b1     one k of B̃: 2V floats, native memory
 *      a0  |  c00  c01
 *      a1  |  c10  c11     8 accumulators + 2 of B + the broadcasts of A
 *      a2  |  c20  c21
 *      a3  |  c30  c31     one float of each row of A, native memory
 * </pre>
 * Unrolled by 2 over k, which is as far as 16 registers reach without spilling. Runs of odd length go through a loop of
 * their own, because C2 keeps the sums in boxed vectors when they merge behind the main loop. Twin:
 * {@code ScalarInPlaceKernel}.
 */
final class InPlaceKernel4x2 implements InPlaceKernel {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int V = SPECIES.length();
    private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final int ROWS = 4;
    private static final int COLUMNS = 2 * V;
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
        if (run % 2 == 0) {
            pairs(input, rowsAt, first, offset, runStride, runs, run, b, bAt, start, startAt, tile, tileAt);
        } else {
            singles(input, rowsAt, first, offset, runStride, runs, run, b, bAt, start, startAt, tile, tileAt);
        }
    }

    private static void pairs(
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
        FloatVector c00 = load(start, startAt, 0), c01 = load(start, startAt, 1);
        FloatVector c10 = load(start, startAt, 2), c11 = load(start, startAt, 3);
        FloatVector c20 = load(start, startAt, 4), c21 = load(start, startAt, 5);
        FloatVector c30 = load(start, startAt, 6), c31 = load(start, startAt, 7);
        for (int r = 0; r < runs; r++) {
            for (int i = 0; i < run; i += 2) {
                FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, bAt + i * STEP, NATIVE);
                FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, b, bAt + i * STEP + VECTOR_BYTES, NATIVE);
                FloatVector x0 = FloatVector.broadcast(SPECIES, input.get(FLOAT, a0 + i * 4L));
                c00 = x0.fma(b0, c00);
                c01 = x0.fma(b1, c01);
                FloatVector x1 = FloatVector.broadcast(SPECIES, input.get(FLOAT, a1 + i * 4L));
                c10 = x1.fma(b0, c10);
                c11 = x1.fma(b1, c11);
                FloatVector x2 = FloatVector.broadcast(SPECIES, input.get(FLOAT, a2 + i * 4L));
                c20 = x2.fma(b0, c20);
                c21 = x2.fma(b1, c21);
                FloatVector x3 = FloatVector.broadcast(SPECIES, input.get(FLOAT, a3 + i * 4L));
                c30 = x3.fma(b0, c30);
                c31 = x3.fma(b1, c31);
                FloatVector b0n = FloatVector.fromMemorySegment(SPECIES, b, bAt + (i + 1) * STEP, NATIVE);
                FloatVector b1n =
                        FloatVector.fromMemorySegment(SPECIES, b, bAt + (i + 1) * STEP + VECTOR_BYTES, NATIVE);
                FloatVector x0n = FloatVector.broadcast(SPECIES, input.get(FLOAT, a0 + (i + 1) * 4L));
                c00 = x0n.fma(b0n, c00);
                c01 = x0n.fma(b1n, c01);
                FloatVector x1n = FloatVector.broadcast(SPECIES, input.get(FLOAT, a1 + (i + 1) * 4L));
                c10 = x1n.fma(b0n, c10);
                c11 = x1n.fma(b1n, c11);
                FloatVector x2n = FloatVector.broadcast(SPECIES, input.get(FLOAT, a2 + (i + 1) * 4L));
                c20 = x2n.fma(b0n, c20);
                c21 = x2n.fma(b1n, c21);
                FloatVector x3n = FloatVector.broadcast(SPECIES, input.get(FLOAT, a3 + (i + 1) * 4L));
                c30 = x3n.fma(b0n, c30);
                c31 = x3n.fma(b1n, c31);
            }
            a0 += runStride;
            a1 += runStride;
            a2 += runStride;
            a3 += runStride;
            bAt += run * STEP;
        }
        c00.intoArray(tile, tileAt);
        c01.intoArray(tile, tileAt + V);
        c10.intoArray(tile, tileAt + 2 * V);
        c11.intoArray(tile, tileAt + 3 * V);
        c20.intoArray(tile, tileAt + 4 * V);
        c21.intoArray(tile, tileAt + 5 * V);
        c30.intoArray(tile, tileAt + 6 * V);
        c31.intoArray(tile, tileAt + 7 * V);
    }

    private static void singles(
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
        FloatVector c00 = load(start, startAt, 0), c01 = load(start, startAt, 1);
        FloatVector c10 = load(start, startAt, 2), c11 = load(start, startAt, 3);
        FloatVector c20 = load(start, startAt, 4), c21 = load(start, startAt, 5);
        FloatVector c30 = load(start, startAt, 6), c31 = load(start, startAt, 7);
        for (int r = 0; r < runs; r++) {
            for (int i = 0; i < run; i++) {
                FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, bAt + i * STEP, NATIVE);
                FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, b, bAt + i * STEP + VECTOR_BYTES, NATIVE);
                FloatVector x0 = FloatVector.broadcast(SPECIES, input.get(FLOAT, a0 + i * 4L));
                c00 = x0.fma(b0, c00);
                c01 = x0.fma(b1, c01);
                FloatVector x1 = FloatVector.broadcast(SPECIES, input.get(FLOAT, a1 + i * 4L));
                c10 = x1.fma(b0, c10);
                c11 = x1.fma(b1, c11);
                FloatVector x2 = FloatVector.broadcast(SPECIES, input.get(FLOAT, a2 + i * 4L));
                c20 = x2.fma(b0, c20);
                c21 = x2.fma(b1, c21);
                FloatVector x3 = FloatVector.broadcast(SPECIES, input.get(FLOAT, a3 + i * 4L));
                c30 = x3.fma(b0, c30);
                c31 = x3.fma(b1, c31);
            }
            a0 += runStride;
            a1 += runStride;
            a2 += runStride;
            a3 += runStride;
            bAt += run * STEP;
        }
        c00.intoArray(tile, tileAt);
        c01.intoArray(tile, tileAt + V);
        c10.intoArray(tile, tileAt + 2 * V);
        c11.intoArray(tile, tileAt + 3 * V);
        c20.intoArray(tile, tileAt + 4 * V);
        c21.intoArray(tile, tileAt + 5 * V);
        c30.intoArray(tile, tileAt + 6 * V);
        c31.intoArray(tile, tileAt + 7 * V);
    }

    private static FloatVector load(float[] tile, int tileAt, int vector) {
        return FloatVector.fromArray(SPECIES, tile, tileAt + vector * V);
    }
}
