package io.github.lanewise.engine.reference;

import io.github.lanewise.engine.testkit.ErrorBound;
import io.github.lanewise.engine.testkit.GemmProblem;
import io.github.lanewise.engine.testkit.Problems;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ReferenceGemmProperties {

    @Property
    void chainKeepsTheErrorBound(@ForAll(supplier = Problems.Gemms.class) GemmProblem problem) {
        float[] chain = problem.elements(problem.reference());

        ErrorBound.assertWithin(problem, problem.float64(), problem.roundings(), chain);
    }

    @Property
    void loopsKeepTheErrorBound(@ForAll(supplier = Problems.Gemms.class) GemmProblem problem) {
        float[] c = problem.c();
        ReferenceGemm.sgemm(
                problem.transA(),
                problem.transB(),
                problem.m(),
                problem.n(),
                problem.k(),
                problem.alpha(),
                problem.a(),
                problem.aOffset(),
                problem.lda(),
                problem.b(),
                problem.bOffset(),
                problem.ldb(),
                problem.beta(),
                c,
                problem.cOffset(),
                problem.ldc());

        ErrorBound.assertWithin(problem, problem.float64(), 2 * problem.roundings(), problem.elements(c));
    }
}
