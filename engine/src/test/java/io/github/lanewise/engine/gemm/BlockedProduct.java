package io.github.lanewise.engine.gemm;

import io.github.lanewise.engine.testkit.GemmProblem;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A product by {@link BlockedGemm} alone, the last part first. */
final class BlockedProduct {

    /** The array that C lies in afterwards. */
    static float[] multiply(BlockedGemm gemm, GemmProblem p, int threads) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment c = segment(arena, p.c());
            gemm.a().set(segment(arena, p.a()), p.aOffset(), p.lda(), p.transA());
            gemm.b().set(segment(arena, p.b()), p.bOffset(), p.ldb(), p.transB());
            gemm.c().set(c, p.cOffset(), p.ldc(), false);
            int parts = gemm.begin(p.m(), p.n(), p.k(), p.alpha(), p.beta(), threads);
            for (int part = parts - 1; part >= 0; part--) {
                gemm.compute(part, part % threads);
            }
            return c.toArray(ValueLayout.JAVA_FLOAT);
        }
    }

    private static MemorySegment segment(Arena arena, float[] values) {
        return arena.allocateFrom(ValueLayout.JAVA_FLOAT, values);
    }

    private BlockedProduct() {}
}
