package io.github.lanewise.engine.reference;

/**
 * The definition of the bits of every product of matrices: {@code C = alpha op(A) op(B) + beta C} with one chain of fused
 * multiply-adds for each element of C.
 *
 * <p>The chain begins at {@code beta · c}, or at 0 if {@code beta = 0}, when C is not read. Then follows, k ascending,
 * {@code sum = fma(alpha · a, b, sum)} with {@code alpha · a} rounded to float32. With {@code alpha = 0} A and B are not
 * read. Operands as in {@link ReferenceGemm}.
 */
public final class FmaChainGemm {

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
        int depth = alpha == 0 ? 0 : k;
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                int at = cOffset + i * ldc + j;
                float sum = beta == 0 ? 0 : beta * c[at];
                for (int p = 0; p < depth; p++) {
                    float scaled = alpha * a[aOffset + (transA ? p * lda + i : i * lda + p)];
                    sum = Math.fma(scaled, b[bOffset + (transB ? j * ldb + p : p * ldb + j)], sum);
                }
                c[at] = sum;
            }
        }
    }

    private FmaChainGemm() {}
}
