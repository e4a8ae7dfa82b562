package io.github.lanewise.bench.peers;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import io.github.lanewise.bench.GemmProblem;

/** netlib's BLAS in Java, on vectors where the module is there. It knows columns only, so it computes C' = B' A'. */
record NetlibProduct(GemmProblem problem, float[] a, float[] b, float[] result) implements Product {

    private static final BLAS BLAS_IN_JAVA = JavaBLAS.getInstance();

    NetlibProduct(GemmProblem problem, float[] a, float[] b) {
        this(problem, a, b, new float[problem.m() * problem.n()]);
    }

    @Override
    public void run() {
        int m = problem.m();
        int n = problem.n();
        int k = problem.k();
        BLAS_IN_JAVA.sgemm("N", "N", n, m, k, 1, b, n, a, k, 0, result, n);
    }
}
