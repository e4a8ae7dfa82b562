package io.github.lanewise.engine.gemm;

import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.kernel.Kernels;
import io.github.lanewise.engine.kernel.scalar.ScalarKernels;
import io.github.lanewise.engine.testkit.GemmProblem;
import io.github.lanewise.engine.testkit.Problems;
import io.github.lanewise.engine.testkit.Results;
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

    private static float[] multiply(KernelSet kernels, GemmProblem problem, int kc, int threads) {
        int mr = BlockedGemm.blocking(kernels).mr();
        int nr = BlockedGemm.blocking(kernels).nr();
        Blocking few = new Blocking(mr, nr, kc, 2 * mr, 2 * nr, 1 << 20, 1 << 20);
        return BlockedProduct.multiply(new BlockedGemm(kernels, few), problem, threads);
    }
}
