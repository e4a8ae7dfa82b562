package io.github.lanewise.engine.gemm;

import io.github.lanewise.engine.kernel.Kernels;
import io.github.lanewise.engine.testkit.GemmProblem;
import io.github.lanewise.engine.testkit.Results;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Around the sizes of the blocks that serve on this machine. */
class BlockedGemmTest {

    @ParameterizedTest
    @MethodSource
    void blocksMeetWithoutASeam(GemmProblem problem) {
        Results.assertCorrect(problem, BlockedProduct.multiply(new BlockedGemm(Kernels.current()), problem, 1));
    }

    static Stream<GemmProblem> blocksMeetWithoutASeam() {
        Blocking blocking = BlockedGemm.blocking(Kernels.current());
        int kc = blocking.kc(Integer.MAX_VALUE);
        Stream<GemmProblem> rows = around(blocking.mc(30)).map(m -> problem(false, true, m, 50, 30, 1, 1));
        Stream<GemmProblem> products = around(kc).map(k -> problem(true, true, 9, 47, k, 1, 0));
        Stream<GemmProblem> columns = around(blocking.nc(8)).map(n -> problem(false, true, 11, n, 8, 0.5f, 1));
        return Stream.of(rows, products, columns).flatMap(sizes -> sizes);
    }

    private static Stream<Integer> around(int block) {
        return Stream.of(block - 1, block, block + 1, 2 * block + 1);
    }

    /** Dense matrices. */
    private static GemmProblem problem(boolean transA, boolean transB, int m, int n, int k, float alpha, float beta) {
        return new GemmProblem(
                m + n + k, transA, transB, m, n, k, alpha, 0, transA ? m : k, 0, transB ? k : n, beta, 0, n);
    }
}
