package io.github.lanewise.engine.kernel.simd;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Operands of a kernel in native memory, which begins at a cache line. */
final class NativeFloats {

    static MemorySegment of(Arena arena, float[] values) {
        return arena.allocate(4L * values.length, 64).copyFrom(MemorySegment.ofArray(values));
    }

    private NativeFloats() {}
}
