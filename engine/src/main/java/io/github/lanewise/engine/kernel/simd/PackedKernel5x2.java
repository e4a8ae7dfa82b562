package io.github.lanewise.engine.kernel.simd;

import io.github.lanewise.engine.kernel.PackedKernel;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@code tile[5, 2V] = start + Ãᵀ · B̃}, V = float lanes per vector, for 16 vector registers.
 * <pre>
 *             b0    b1     one k of B̃: 2V floats, native memory
 *      a0  |  c00  c01
 *      a1  |  c10  c11     10 accumulators + 2 of B + the broadcasts of A
 *      a2  |  c20  c21
 *      a3  |  c30  c31     one k of Ã: 5 floats, heap array
 *      a4  |  c40  c41
 * </pre>
 * Not unrolled over k, and k steps through Ã by 5: C2 then leaves the loop alone and keeps every broadcast next to its
 * use. Twin: {@code ScalarPackedKernel}.
 */
final class PackedKernel5x2 implements PackedKernel {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int V = SPECIES.length();
    private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
    private static final int ROWS = 5;
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
    public void accumulate(int k, float[] a, int aAt, MemorySegment b, long bAt, float[] start, float[] tile) {
        FloatVector c00 = load(start, 0), c01 = load(start, 1);
        FloatVector c10 = load(start, 2), c11 = load(start, 3);
        FloatVector c20 = load(start, 4), c21 = load(start, 5);
        FloatVector c30 = load(start, 6), c31 = load(start, 7);
        FloatVector c40 = load(start, 8), c41 = load(start, 9);
        for (int i = 0; i < k; i++) {
            FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, bAt + i * STEP, NATIVE);
            FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, b, bAt + i * STEP + VECTOR_BYTES, NATIVE);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[aAt + i * ROWS]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[aAt + i * ROWS + 1]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[aAt + i * ROWS + 2]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[aAt + i * ROWS + 3]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[aAt + i * ROWS + 4]);
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
        }
        c00.intoArray(tile, 0);
        c01.intoArray(tile, V);
        c10.intoArray(tile, 2 * V);
        c11.intoArray(tile, 3 * V);
        c20.intoArray(tile, 4 * V);
        c21.intoArray(tile, 5 * V);
        c30.intoArray(tile, 6 * V);
        c31.intoArray(tile, 7 * V);
        c40.intoArray(tile, 8 * V);
        c41.intoArray(tile, 9 * V);
    }

    @Override
    public void packColumns(int k, MemorySegment b, long bAt, long rowBytes, MemorySegment packed, long packedAt) {
        for (int i = 0; i < k; i++) {
            long row = bAt + i * rowBytes;
            long to = packedAt + i * STEP;
            FloatVector.fromMemorySegment(SPECIES, b, row, NATIVE).intoMemorySegment(packed, to, NATIVE);
            FloatVector.fromMemorySegment(SPECIES, b, row + VECTOR_BYTES, NATIVE)
                    .intoMemorySegment(packed, to + VECTOR_BYTES, NATIVE);
        }
    }

    private static FloatVector load(float[] tile, int vector) {
        return FloatVector.fromArray(SPECIES, tile, vector * V);
    }
}
