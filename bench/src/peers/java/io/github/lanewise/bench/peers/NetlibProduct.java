package io.github.lanewise.bench.peers;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import io.github.lanewise.bench.GemmProblem;

/** netlib's BLAS in Java, on vectors where the module is there. It knows columns only, so it computes C' = B' A'. */
final class NetlibProduct implements Product {

    private static final BLAS BLAS_IN_JAVA = JavaBLAS.getInstance();

    private final GemmProblem problem;
    private final float[] a;
    private final float[] b;
    private final float[] c;

    NetlibProduct(GemmProblem problem, float[] a, float[] b) {
        this.problem = problem;
        this.a = a;
        this.b = b;
        this.c = new float[problem.m() * problem.n()];
    }

    @Override
    public void run() {
        int m = problem.m();
        int n = problem.n();
        int k = problem.k();
        BLAS_IN_JAVA.sgemm("N", "N", n, m, k, 1, b, n, a, k, 0, c, n);
    }

    @Override
    public float[] result() {
        return c;
    }
}
