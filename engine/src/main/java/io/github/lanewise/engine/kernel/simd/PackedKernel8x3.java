package io.github.lanewise.engine.kernel.simd;

import io.github.lanewise.engine.kernel.PackedKernel;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@code tile[8, 3V] = start + Ãᵀ · B̃}, V = float lanes per vector, for 32 vector registers.
 * <pre>
 *             b0    b1    b2     one k of B̃: 3V floats, native memory
 *      a0  |  c00  c01  c02
 *      a1  |  c10  c11  c12     24 accumulators + 3 of B + the broadcasts of A
 *      a2  |  c20  c21  c22
 *      a3  |  c30  c31  c32     one k of Ã: 8 floats, heap array
 *      a4  |  c40  c41  c42
 *      a5  |  c50  c51  c52
 *      a6  |  c60  c61  c62
 *      a7  |  c70  c71  c72
 * </pre>
 * Unrolled by 2 over k; a last odd step goes through a loop of its own, because C2 keeps the sums in boxed vectors when
 * they merge behind the main loop. Twin: {@code ScalarPackedKernel}.
 */
final class PackedKernel8x3 implements PackedKernel {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int V = SPECIES.length();
    private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
    private static final int ROWS = 8;
    private static final int COLUMNS = 3 * V;
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
    public void accumulate(int k, float[] a, int aAt, MemorySegment b, long bAt, float[] start, float[] tile) {
        int even = k & -2;
        if (k != 1) {
            pairs(even, a, aAt, b, bAt, start, tile);
        }
        if (even < k) {
            singles(1, a, aAt + even * ROWS, b, bAt + even * STEP, k == 1 ? start : tile, tile);
        }
    }

    private static void pairs(int k, float[] a, int aAt, MemorySegment b, long bAt, float[] start, float[] tile) {
        FloatVector c00 = load(start, 0), c01 = load(start, 1), c02 = load(start, 2);
        FloatVector c10 = load(start, 3), c11 = load(start, 4), c12 = load(start, 5);
        FloatVector c20 = load(start, 6), c21 = load(start, 7), c22 = load(start, 8);
        FloatVector c30 = load(start, 9), c31 = load(start, 10), c32 = load(start, 11);
        FloatVector c40 = load(start, 12), c41 = load(start, 13), c42 = load(start, 14);
        FloatVector c50 = load(start, 15), c51 = load(start, 16), c52 = load(start, 17);
        FloatVector c60 = load(start, 18), c61 = load(start, 19), c62 = load(start, 20);
        FloatVector c70 = load(start, 21), c71 = load(start, 22), c72 = load(start, 23);
        for (int i = 0; i < k; i += 2) {
            FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, bAt + i * STEP, NATIVE);
            FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, b, bAt + i * STEP + VECTOR_BYTES, NATIVE);
            FloatVector b2 = FloatVector.fromMemorySegment(SPECIES, b, bAt + i * STEP + 2 * VECTOR_BYTES, NATIVE);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[aAt + i * ROWS]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[aAt + i * ROWS + 1]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            c12 = a1.fma(b2, c12);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[aAt + i * ROWS + 2]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            c22 = a2.fma(b2, c22);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[aAt + i * ROWS + 3]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            c32 = a3.fma(b2, c32);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[aAt + i * ROWS + 4]);
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
            c42 = a4.fma(b2, c42);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[aAt + i * ROWS + 5]);
            c50 = a5.fma(b0, c50);
            c51 = a5.fma(b1, c51);
            c52 = a5.fma(b2, c52);
            FloatVector a6 = FloatVector.broadcast(SPECIES, a[aAt + i * ROWS + 6]);
            c60 = a6.fma(b0, c60);
            c61 = a6.fma(b1, c61);
            c62 = a6.fma(b2, c62);
            FloatVector a7 = FloatVector.broadcast(SPECIES, a[aAt + i * ROWS + 7]);
            c70 = a7.fma(b0, c70);
            c71 = a7.fma(b1, c71);
            c72 = a7.fma(b2, c72);
            FloatVector b0n = FloatVector.fromMemorySegment(SPECIES, b, bAt + (i + 1) * STEP, NATIVE);
            FloatVector b1n = FloatVector.fromMemorySegment(SPECIES, b, bAt + (i + 1) * STEP + VECTOR_BYTES, NATIVE);
            FloatVector b2n =
                    FloatVector.fromMemorySegment(SPECIES, b, bAt + (i + 1) * STEP + 2 * VECTOR_BYTES, NATIVE);
            FloatVector a0n = FloatVector.broadcast(SPECIES, a[aAt + (i + 1) * ROWS]);
            c00 = a0n.fma(b0n, c00);
            c01 = a0n.fma(b1n, c01);
            c02 = a0n.fma(b2n, c02);
            FloatVector a1n = FloatVector.broadcast(SPECIES, a[aAt + (i + 1) * ROWS + 1]);
            c10 = a1n.fma(b0n, c10);
            c11 = a1n.fma(b1n, c11);
            c12 = a1n.fma(b2n, c12);
            FloatVector a2n = FloatVector.broadcast(SPECIES, a[aAt + (i + 1) * ROWS + 2]);
            c20 = a2n.fma(b0n, c20);
            c21 = a2n.fma(b1n, c21);
            c22 = a2n.fma(b2n, c22);
            FloatVector a3n = FloatVector.broadcast(SPECIES, a[aAt + (i + 1) * ROWS + 3]);
            c30 = a3n.fma(b0n, c30);
            c31 = a3n.fma(b1n, c31);
            c32 = a3n.fma(b2n, c32);
            FloatVector a4n = FloatVector.broadcast(SPECIES, a[aAt + (i + 1) * ROWS + 4]);
            c40 = a4n.fma(b0n, c40);
            c41 = a4n.fma(b1n, c41);
            c42 = a4n.fma(b2n, c42);
            FloatVector a5n = FloatVector.broadcast(SPECIES, a[aAt + (i + 1) * ROWS + 5]);
            c50 = a5n.fma(b0n, c50);
            c51 = a5n.fma(b1n, c51);
            c52 = a5n.fma(b2n, c52);
            FloatVector a6n = FloatVector.broadcast(SPECIES, a[aAt + (i + 1) * ROWS + 6]);
            c60 = a6n.fma(b0n, c60);
            c61 = a6n.fma(b1n, c61);
            c62 = a6n.fma(b2n, c62);
            FloatVector a7n = FloatVector.broadcast(SPECIES, a[aAt + (i + 1) * ROWS + 7]);
            c70 = a7n.fma(b0n, c70);
            c71 = a7n.fma(b1n, c71);
            c72 = a7n.fma(b2n, c72);
        }
        c00.intoArray(tile, 0);
        c01.intoArray(tile, V);
        c02.intoArray(tile, 2 * V);
        c10.intoArray(tile, 3 * V);
        c11.intoArray(tile, 4 * V);
        c12.intoArray(tile, 5 * V);
        c20.intoArray(tile, 6 * V);
        c21.intoArray(tile, 7 * V);
        c22.intoArray(tile, 8 * V);
        c30.intoArray(tile, 9 * V);
        c31.intoArray(tile, 10 * V);
        c32.intoArray(tile, 11 * V);
        c40.intoArray(tile, 12 * V);
        c41.intoArray(tile, 13 * V);
        c42.intoArray(tile, 14 * V);
        c50.intoArray(tile, 15 * V);
        c51.intoArray(tile, 16 * V);
        c52.intoArray(tile, 17 * V);
        c60.intoArray(tile, 18 * V);
        c61.intoArray(tile, 19 * V);
        c62.intoArray(tile, 20 * V);
        c70.intoArray(tile, 21 * V);
        c71.intoArray(tile, 22 * V);
        c72.intoArray(tile, 23 * V);
    }

    private static void singles(int k, float[] a, int aAt, MemorySegment b, long bAt, float[] start, float[] tile) {
        FloatVector c00 = load(start, 0), c01 = load(start, 1), c02 = load(start, 2);
        FloatVector c10 = load(start, 3), c11 = load(start, 4), c12 = load(start, 5);
        FloatVector c20 = load(start, 6), c21 = load(start, 7), c22 = load(start, 8);
        FloatVector c30 = load(start, 9), c31 = load(start, 10), c32 = load(start, 11);
        FloatVector c40 = load(start, 12), c41 = load(start, 13), c42 = load(start, 14);
        FloatVector c50 = load(start, 15), c51 = load(start, 16), c52 = load(start, 17);
        FloatVector c60 = load(start, 18), c61 = load(start, 19), c62 = load(start, 20);
        FloatVector c70 = load(start, 21), c71 = load(start, 22), c72 = load(start, 23);
        for (int i = 0; i < k; i++) {
            FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, bAt + i * STEP, NATIVE);
            FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, b, bAt + i * STEP + VECTOR_BYTES, NATIVE);
            FloatVector b2 = FloatVector.fromMemorySegment(SPECIES, b, bAt + i * STEP + 2 * VECTOR_BYTES, NATIVE);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[aAt + i * ROWS]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[aAt + i * ROWS + 1]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            c12 = a1.fma(b2, c12);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[aAt + i * ROWS + 2]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            c22 = a2.fma(b2, c22);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[aAt + i * ROWS + 3]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            c32 = a3.fma(b2, c32);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[aAt + i * ROWS + 4]);
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
            c42 = a4.fma(b2, c42);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[aAt + i * ROWS + 5]);
            c50 = a5.fma(b0, c50);
            c51 = a5.fma(b1, c51);
            c52 = a5.fma(b2, c52);
            FloatVector a6 = FloatVector.broadcast(SPECIES, a[aAt + i * ROWS + 6]);
            c60 = a6.fma(b0, c60);
            c61 = a6.fma(b1, c61);
            c62 = a6.fma(b2, c62);
            FloatVector a7 = FloatVector.broadcast(SPECIES, a[aAt + i * ROWS + 7]);
            c70 = a7.fma(b0, c70);
            c71 = a7.fma(b1, c71);
            c72 = a7.fma(b2, c72);
        }
        c00.intoArray(tile, 0);
        c01.intoArray(tile, V);
        c02.intoArray(tile, 2 * V);
        c10.intoArray(tile, 3 * V);
        c11.intoArray(tile, 4 * V);
        c12.intoArray(tile, 5 * V);
        c20.intoArray(tile, 6 * V);
        c21.intoArray(tile, 7 * V);
        c22.intoArray(tile, 8 * V);
        c30.intoArray(tile, 9 * V);
        c31.intoArray(tile, 10 * V);
        c32.intoArray(tile, 11 * V);
        c40.intoArray(tile, 12 * V);
        c41.intoArray(tile, 13 * V);
        c42.intoArray(tile, 14 * V);
        c50.intoArray(tile, 15 * V);
        c51.intoArray(tile, 16 * V);
        c52.intoArray(tile, 17 * V);
        c60.intoArray(tile, 18 * V);
        c61.intoArray(tile, 19 * V);
        c62.intoArray(tile, 20 * V);
        c70.intoArray(tile, 21 * V);
        c71.intoArray(tile, 22 * V);
        c72.intoArray(tile, 23 * V);
    }

    @Override
    public void packColumns(int k, MemorySegment b, long bAt, long rowBytes, MemorySegment packed, long packedAt) {
        for (int i = 0; i < k; i++) {
            long row = bAt + i * rowBytes;
            long to = packedAt + i * STEP;
            FloatVector.fromMemorySegment(SPECIES, b, row, NATIVE).intoMemorySegment(packed, to, NATIVE);
            FloatVector.fromMemorySegment(SPECIES, b, row + VECTOR_BYTES, NATIVE)
                    .intoMemorySegment(packed, to + VECTOR_BYTES, NATIVE);
            FloatVector.fromMemorySegment(SPECIES, b, row + 2 * VECTOR_BYTES, NATIVE)
                    .intoMemorySegment(packed, to + 2 * VECTOR_BYTES, NATIVE);
        }
    }

    private static FloatVector load(float[] tile, int vector) {
        return FloatVector.fromArray(SPECIES, tile, vector * V);
    }
}
