package io.github.lanewise.engine.gemm;

import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.kernel.RowKernel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * {@code C = alpha op(A) B + beta C} for few rows of A, the matrix-vector product among them: B is read once, as it lies, and
 * nothing is packed. The rows of C, on which the sums are kept, stay in the first-level cache.
 *
 * <p>Several threads share the columns. An object serves one call at a time and is reused for the next.
 */
public final class RowGemm {

    /** Columns of C whose sums stay in the first-level cache: those of one row, and those of several with the rows of B. */
    private static final int ONE_ROW = 4096, SEVERAL_ROWS = 1024;

    /** Parts of the columns begin at a cache line. */
    private static final int LINE = 16;

    private final KernelSet kernels;
    private final Operand a;
    private final Operand b;
    private final Operand c;
    private final HeapLines lines = new HeapLines();
    private float[] left = {};
    private float[][] sums = {};
    private int m;
    private int n;
    private int k;
    private float beta;
    private int parts;

    /** With the operands that every call sets anew. */
    public RowGemm(KernelSet kernels, Operand a, Operand b, Operand c) {
        this.kernels = kernels;
        this.a = a;
        this.b = b;
        this.c = c;
    }

    /** Begins a product; m, n and k are at least 1, the rows of B contiguous. Returns the number of its parts. */
    public int begin(int m, int n, int k, float alpha, float beta, int threads) {
        this.m = m;
        this.n = n;
        this.k = k;
        this.beta = beta;
        left = HeapLines.grown(left, (long) m * k);
        lines.copy(a, m, k, left);
        HeapLines.scale(left, m * k, alpha);
        if (sums.length < threads) {
            sums = new float[threads][Math.max(ONE_ROW, GemmPath.FEW * SEVERAL_ROWS)];
        }
        parts = Math.min(threads, Math.ceilDiv(n, LINE));
        return parts;
    }

    /** Computes one part of the columns of C. */
    public void compute(int part, int lane) {
        int to = edge(part + 1);
        int chunk = m == 1 ? ONE_ROW : SEVERAL_ROWS;
        for (int from = edge(part); from < to; from += chunk) {
            columns(from, Math.min(chunk, to - from), sums[lane]);
        }
    }

    private int edge(int part) {
        return (int) Math.min(n, (long) Math.ceilDiv(n, LINE) * part / parts * LINE);
    }

    private void columns(int from, int count, float[] sum) {
        RowKernel kernel = kernels.row();
        long rowBytes = b.rowStride * Float.BYTES;
        for (int i = 0; i < m; i++) {
            if (beta == 0) {
                Arrays.fill(sum, i * count, (i + 1) * count, 0);
            } else {
                HeapLines.copy(c.segment, c.at(i, from), sum, i * count, count);
            }
        }
        if (beta != 0) {
            HeapLines.scale(sum, m * count, beta);
        }
        for (int p = 0; p < k; p += RowKernel.DEPTH) {
            int depth = Math.min(RowKernel.DEPTH, k - p);
            for (int i = 0; i < m; i++) {
                kernel.accumulate(depth, count, left, i * k + p, b.segment, b.at(p, from), rowBytes, sum, i * count);
            }
        }
        for (int i = 0; i < m; i++) {
            HeapLines.copyBack(sum, i * count, c, i, from, count);
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
