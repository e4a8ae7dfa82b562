package io.github.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.lanewise.engine.reference.FmaChainGemm;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.testkit.GemmProblem;
import io.github.lanewise.engine.testkit.Results;
import io.github.lanewise.engine.testkit.Specials;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GemmTest {

    /** For each way through the engine: few rows, small and blocked, with every combination of transposes. */
    static Stream<GemmProblem> paths() {
        return Stream.of(
                problem(false, false, 1, 83, 37, 1, 1),
                problem(false, false, 4, 4, 4, 1, 1),
                problem(true, true, 7, 13, 9, 1, 1),
                problem(false, true, 67, 45, 29, 1, 1),
                problem(false, false, 61, 50, 47, 1, 1),
                problem(true, false, 131, 33, 30, 1, 1),
                problem(true, false, 4, 530, 19, 1, 1),
                problem(false, false, 23, 19, 27, 1, 1),
                problem(false, false, 37, 45, 29, 1, 1),
                problem(true, false, 41, 33, 30, 1, 1),
                problem(false, true, 3, 21, 31, 1, 1),
                problem(true, true, 17, 50, 25, 1, 1));
    }

    @ParameterizedTest
    @MethodSource("paths")
    void scalesByAlphaAndBeta(GemmProblem path) {
        float[] scalars = {0, 1, -1, 0.5f, 0.31830987f, -0f, 1e-30f};
        for (float alpha : scalars) {
            for (float beta : scalars) {
                GemmProblem problem = problem(path.transA(), path.transB(), path.m(), path.n(), path.k(), alpha, beta);
                Results.assertCorrect(problem, Storage.ALIGNED_SEGMENTS.sgemm(problem, Workers.single()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("paths")
    void propagatesNanAndInfinities(GemmProblem path) {
        assertChain(path, 23, Specials.notFinite());
    }

    @ParameterizedTest
    @MethodSource("paths")
    void keepsSignedZerosDenormalsAndOverflow(GemmProblem path) {
        assertChain(path, 2, Specials.extreme());
    }

    @ParameterizedTest
    @MethodSource("paths")
    void zeroTimesNanIsNan(GemmProblem path) {
        float[] b = path.b();
        Arrays.fill(b, Float.NaN);
        float[] c = Storage.ALIGNED_SEGMENTS.sgemm(path, new float[path.a().length], b, path.c(), Workers.single());
        assertThat(c).containsOnly(Float.NaN);
    }

    @ParameterizedTest
    @MethodSource("paths")
    void negativeZeroSurvives(GemmProblem path) {
        float[] a = filled(path.a().length, -0f);
        float[] b = filled(path.b().length, 1);
        float[] c = Storage.ALIGNED_SEGMENTS.sgemm(path, a, b, filled(path.c().length, -0f), Workers.single());
        assertArrayEquals(filled(c.length, -0f), c);
    }

    @Test
    void alphaOfZeroReadsNeitherAOrB() {
        GemmProblem problem = problem(false, true, 30, 40, 50, 0, 0.5f);
        float[] c = problem.c();
        MemorySegment nothing = MemorySegment.NULL;
        MemorySegment result = MemorySegment.ofArray(c);
        Gemm.sgemm(
                Transpose.NO,
                Transpose.YES,
                30,
                40,
                50,
                0,
                nothing,
                0,
                50,
                nothing,
                0,
                50,
                0.5f,
                result,
                0,
                40,
                Workers.single());
        assertArrayEquals(problem.reference(), c);
    }

    @Test
    void leadingDimensionsMayBeLarge() {
        GemmProblem problem = new GemmProblem(7, true, false, 33, 20, 40, 1, 11, 10_007, 5, 9_001, 0.5f, 3, 12_345);
        Results.assertCorrect(problem, Storage.ALIGNED_SEGMENTS.sgemm(problem, Workers.single()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everyNumberOfThreadsGivesTheSameBits(int threads) {
        try (Workers workers = Workers.of(threads)) {
            Stream.of(
                            problem(false, false, 129, 131, 127, 1, 1),
                            problem(true, false, 5, 2003, 211, 0.5f, 1),
                            problem(false, false, 3, 5003, 211, 0.5f, 1),
                            problem(false, true, 2003, 5, 211, 1, 0),
                            problem(true, true, 67, 61, 601, -1, 0.5f),
                            problem(false, false, 1, 2003, 1009, 1, 0),
                            problem(false, true, 2, 1009, 1013, 1, 0))
                    .forEach(problem ->
                            Results.assertCorrect(problem, Storage.ALIGNED_SEGMENTS.sgemm(problem, workers)));
        }
    }

    @Test
    void multipliesDenseTensors() {
        GemmProblem problem = GemmProblem.of(5, 12, 17, 9);
        Tensor c = Tensor.of(problem.c(), 12, 17);
        Gemm.multiply(Tensor.of(problem.a(), 12, 9), Tensor.of(problem.b(), 9, 17), c, Workers.single());
        Results.assertCorrect(problem, c.toArray());
    }

    private static void assertChain(GemmProblem p, int spacing, float[] specials) {
        float[] a = Specials.sprinkle(1, spacing * p.k(), specials, p.a());
        float[] b = Specials.sprinkle(2, spacing * p.k(), specials, p.b());
        float[] c = Specials.sprinkle(3, spacing, specials, p.c());
        float[] result = Storage.ALIGNED_SEGMENTS.sgemm(p, a, b, c.clone(), Workers.single());
        Results.assertBits(
                p,
                () -> {
                    FmaChainGemm.sgemm(
                            p.transA(),
                            p.transB(),
                            p.m(),
                            p.n(),
                            p.k(),
                            p.alpha(),
                            a,
                            p.aOffset(),
                            p.lda(),
                            b,
                            p.bOffset(),
                            p.ldb(),
                            p.beta(),
                            c,
                            p.cOffset(),
                            p.ldc());
                    return c;
                },
                result);
    }

    private static float[] filled(int length, float value) {
        float[] values = new float[length];
        Arrays.fill(values, value);
        return values;
    }

    /** Dense matrices. */
    private static GemmProblem problem(boolean transA, boolean transB, int m, int n, int k, float alpha, float beta) {
        return new GemmProblem(
                m + n + k, transA, transB, m, n, k, alpha, 0, transA ? m : k, 0, transB ? k : n, beta, 0, n);
    }
}
