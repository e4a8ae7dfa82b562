package io.github.lanewise.engine.gemm;

import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.kernel.Kernels;
import io.github.lanewise.engine.kernel.scalar.ScalarKernels;
import io.github.lanewise.engine.testkit.GemmProblem;
import io.github.lanewise.engine.testkit.Problems;
import io.github.lanewise.engine.testkit.Results;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Blocks of a few tiles, so that all five loops turn several times. */
class BlockedGemmProperties {

    @Property(tries = 500)
    void bitsDependNeitherOnBlocksNorOnTheOrderOfParts(
            @ForAll(supplier = Problems.Gemms.class) GemmProblem problem,
            @ForAll @IntRange(min = 1, max = 9) int kc,
            @ForAll @IntRange(min = 1, max = 3) int threads) {
        Assume.that(problem.m() > 0 && problem.n() > 0 && problem.k() > 0 && problem.alpha() != 0);

        Results.assertCorrect(problem, multiply(Kernels.current(), problem, kc, threads));
        Results.assertCorrect(problem, multiply(new ScalarKernels(), problem, kc, threads));
    }

    private static float[] multiply(KernelSet kernels, GemmProblem p, int kc, int threads) {
        BlockProduct product = BlockProduct.of(kernels);
        BlockedGemm gemm = new BlockedGemm(kernels, new Blocking(2 * product.rows(), kc, 2 * product.columns()));
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
}
