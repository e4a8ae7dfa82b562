package io.github.lanewise.engine.gemm;

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

/** Of any shape, also those for which another way is chosen. */
class SmallGemmProperties {

    /** Used again and again, so that what a product leaves behind meets the next. */
    private final SmallGemm vector = new SmallGemm(Kernels.current());

    private final SmallGemm scalar = new SmallGemm(new ScalarKernels());

    @Property(tries = 1000)
    void everyElementIsOneChain(@ForAll(supplier = Problems.Gemms.class) GemmProblem problem) {
        Assume.that(problem.m() > 0 && problem.n() > 0 && problem.k() > 0 && problem.alpha() != 0);

        Results.assertCorrect(problem, multiply(vector, problem));
        Results.assertCorrect(problem, multiply(scalar, problem));
    }

    private static float[] multiply(SmallGemm gemm, GemmProblem p) {
        Operand a = new Operand();
        Operand b = new Operand();
        Operand c = new Operand();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocateFrom(ValueLayout.JAVA_FLOAT, p.c());
            a.set(arena.allocateFrom(ValueLayout.JAVA_FLOAT, p.a()), p.aOffset(), p.lda(), p.transA());
            b.set(arena.allocateFrom(ValueLayout.JAVA_FLOAT, p.b()), p.bOffset(), p.ldb(), p.transB());
            c.set(result, p.cOffset(), p.ldc(), false);
            gemm.compute(p.m(), p.n(), p.k(), p.alpha(), a, b, p.beta(), c);
            return result.toArray(ValueLayout.JAVA_FLOAT);
        }
    }
}
