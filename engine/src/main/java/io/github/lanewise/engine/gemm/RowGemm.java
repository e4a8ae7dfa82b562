package io.github.lanewise.engine.gemm;

import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.kernel.RowKernel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * {@code C = alpha op(A) B + beta C} without packing, for shapes too small or too flat to repay it, the matrix-vector
 * product among them. The sums and their order are those of {@link BlockedGemm}.
 */
public final class RowGemm {

    private static final int DEPTH = RowKernel.DEPTH;

    private final KernelSet kernels;

    public RowGemm(KernelSet kernels) {
        this.kernels = kernels;
    }

    /**
     * Computes columns [from, to) of C; the columns of B are contiguous.
     *
     * @param factors scratch of {@link RowKernel#DEPTH} floats
     */
    public void compute(
            int m, int k, int from, int to, float alpha, Operand a, Operand b, float beta, Operand c, float[] factors) {
        RowKernel kernel = kernels.row();
        int columns = to - from;
        for (int i = 0; i < m; i++) {
            scale(c.segment, c.at(i, from), columns, beta);
        }
        for (int p = 0; p < k; p += DEPTH) {
            int depth = Math.min(DEPTH, k - p);
            for (int i = 0; i < m; i++) {
                for (int q = 0; q < depth; q++) {
                    factors[q] = a.segment.get(ValueLayout.JAVA_FLOAT_UNALIGNED, a.at(i, p + q)) * alpha;
                }
                kernel.accumulate(
                        depth,
                        columns,
                        factors,
                        0,
                        b.segment,
                        b.at(p, from),
                        b.rowStride * Float.BYTES,
                        c.segment,
                        c.at(i, from));
            }
        }
    }

    /** {@code C = beta C} for the first n elements of row i; beta = 0 does not read C. */
    public static void scale(Operand c, int i, int n, float beta) {
        scale(c.segment, c.at(i, 0), n, beta);
    }

    private static void scale(MemorySegment c, long at, int columns, float beta) {
        if (beta == 1) {
            return;
        }
        for (int j = 0; j < columns; j++) {
            float old = beta == 0 ? 0 : c.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at + 4L * j) * beta;
            c.set(ValueLayout.JAVA_FLOAT_UNALIGNED, at + 4L * j, old);
        }
    }
}
