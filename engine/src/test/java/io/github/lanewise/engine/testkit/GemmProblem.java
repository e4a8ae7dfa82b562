package io.github.lanewise.engine.testkit;

import io.github.lanewise.engine.reference.DoubleSums;
import io.github.lanewise.engine.reference.FmaChainGemm;
import io.github.lanewise.engine.reference.ReferenceGemm;
import java.util.Arrays;

/** {@code C = alpha op(A) op(B) + beta C}, row-major, with matrices that follow from the seed. */
public record GemmProblem(
        long seed,
        boolean transA,
        boolean transB,
        int m,
        int n,
        int k,
        float alpha,
        int aOffset,
        int lda,
        int bOffset,
        int ldb,
        float beta,
        int cOffset,
        int ldc) {

    /** {@code C = A B} of dense matrices. */
    public static GemmProblem of(long seed, int m, int n, int k) {
        return new GemmProblem(
                seed, false, false, m, n, k, 1, 0, Math.max(1, k), 0, Math.max(1, n), 0, 0, Math.max(1, n));
    }

    /** The array that A lies in; it ends with the last element of A. */
    public float[] a() {
        return Problems.floats(seed, transA ? extent(aOffset, k, m, lda) : extent(aOffset, m, k, lda));
    }

    public float[] b() {
        return Problems.floats(seed + 1, transB ? extent(bOffset, n, k, ldb) : extent(bOffset, k, n, ldb));
    }

    /** The array that C lies in before the product: all NaN if beta is 0, because C must not be read then. */
    public float[] c() {
        float[] c = Problems.floats(seed + 2, extent(cOffset, m, n, ldc));
        if (beta == 0) {
            Arrays.fill(c, Float.NaN);
        }
        return c;
    }

    /** The array that C lies in after the product, to the bit. */
    public float[] reference() {
        float[] c = c();
        FmaChainGemm.sgemm(transA, transB, m, n, k, alpha, a(), aOffset, lda, b(), bOffset, ldb, beta, c, cOffset, ldc);
        return c;
    }

    /** {@code [m, n]} in float64. */
    public DoubleSums float64() {
        return ReferenceGemm.float64(
                transA, transB, m, n, k, alpha, a(), aOffset, lda, b(), bOffset, ldb, beta, c(), cOffset, ldc);
    }

    /** Roundings that a summand of the result goes through: one per product, alpha, beta. */
    public int roundings() {
        return k + 2;
    }

    /** The elements {@code [m, n]} of C out of the array that it lies in. */
    public float[] elements(float[] c) {
        float[] elements = new float[m * n];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = c[cOffset + i / n * ldc + i % n];
        }
        return elements;
    }

    private static int extent(int offset, int rows, int columns, int ld) {
        return rows == 0 || columns == 0 ? offset : offset + (rows - 1) * ld + columns;
    }
}
