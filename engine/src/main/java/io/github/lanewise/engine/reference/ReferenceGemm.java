package io.github.lanewise.engine.reference;

/**
 * {@code C = alpha op(A) op(B) + beta C} by three loops, row-major with the parameters of BLAS: {@code op(A)} is
 * {@code [m, k]}, {@code op(B)} is {@code [k, n]}, C is {@code [m, n]}; with {@code beta = 0} C is not read.
 */
public final class ReferenceGemm {

    /** Sums and products in float32, each rounded by itself. */
    public static void sgemm(
            boolean transA,
            boolean transB,
            int m,
            int n,
            int k,
            float alpha,
            float[] a,
            int aOffset,
            int lda,
            float[] b,
            int bOffset,
            int ldb,
            float beta,
            float[] c,
            int cOffset,
            int ldc) {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                float sum = 0;
                for (int p = 0; p < k; p++) {
                    sum += a[aOffset + (transA ? p * lda + i : i * lda + p)]
                            * b[bOffset + (transB ? j * ldb + p : p * ldb + j)];
                }
                int at = cOffset + i * ldc + j;
                c[at] = beta == 0 ? alpha * sum : alpha * sum + beta * c[at];
            }
        }
    }

    /** The same in float64; C is not written, the results are dense, {@code [m, n]}. */
    public static DoubleSums float64(
            boolean transA,
            boolean transB,
            int m,
            int n,
            int k,
            float alpha,
            float[] a,
            int aOffset,
            int lda,
            float[] b,
            int bOffset,
            int ldb,
            float beta,
            float[] c,
            int cOffset,
            int ldc) {
        DoubleSums result = new DoubleSums(m * n);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                int at = i * n + j;
                result.add(at, beta == 0 ? 0 : (double) beta * c[cOffset + i * ldc + j]);
                for (int p = 0; p < k; p++) {
                    double scaled = (double) alpha * a[aOffset + (transA ? p * lda + i : i * lda + p)];
                    result.add(at, scaled * b[bOffset + (transB ? j * ldb + p : p * ldb + j)]);
                }
            }
        }
        return result;
    }

    private ReferenceGemm() {}
}
