package io.github.lanewise.engine.gemm;

import java.lang.foreign.MemorySegment;

/**
 * A matrix in native memory as a product reads it: element (i, j) lies at byte
 * {@code at + 4 * (i * rowStride + j * columnStride)}. Mutable, so that a call in steady state allocates nothing.
 */
public final class Operand {

    MemorySegment segment = MemorySegment.NULL;
    long at;
    long rowStride;
    long columnStride;

    /** Points this operand at {@code op(X)}, X row-major with leading dimension {@code ld} from element {@code offset}. */
    public void set(MemorySegment matrix, long offset, int ld, boolean transposed) {
        segment = matrix;
        at = offset * Float.BYTES;
        rowStride = transposed ? 1 : ld;
        columnStride = transposed ? ld : 1;
    }

    /** Lets go of the memory. */
    public void clear() {
        segment = MemorySegment.NULL;
    }

    long at(long i, long j) {
        return at + Float.BYTES * (i * rowStride + j * columnStride);
    }
}
