package io.github.lanewise.engine.gemm;

import io.github.lanewise.engine.kernel.HeapKernel;
import io.github.lanewise.engine.kernel.KernelSet;

/**
 * {@code C = alpha op(A) op(B) + beta C} for operands that fit the first-level cache: each is copied to the heap at once, C is
 * computed there as it lies in memory, and copied back.
 *
 * <p>Where the columns are not whole panels, the last panel overlaps the one before and gives the same bits again. Fewer
 * columns than a panel has are multiplied with what follows them in memory, and the next row of C writes over the results.
 */
public final class SmallGemm {

    private final KernelSet kernels;
    private final int nr;
    private final HeapLines lines = new HeapLines();
    private final float[] zeros;
    private float[] left = {};
    private float[] right = {};
    private float[] panel = {};
    private float[] before = {};
    private float[] product = {};

    public SmallGemm(KernelSet kernels) {
        this.kernels = kernels;
        nr = kernels.onHeap().columns();
        zeros = new float[nr];
    }

    /** Multiplies; m, n and k are at least 1. */
    public void compute(int m, int n, int k, float alpha, Operand a, Operand b, float beta, Operand c) {
        HeapKernel kernel = kernels.onHeap();
        int rows = kernel.roundedRows(m);
        left = HeapLines.grown(left, (long) rows * k);
        panel = HeapLines.grown(panel, (long) k * nr);
        product = HeapLines.grown(product, (long) rows * n + nr);
        lines.copy(a, m, k, left);
        HeapLines.scale(left, m * k, alpha);
        boolean inPlace = b.columnStride == 1 && n >= nr;
        if (!inPlace) {
            right = HeapLines.grown(right, (long) k * n + nr);
            lines.copy(b, k, n, right);
        }
        if (beta != 0) {
            before = HeapLines.grown(before, (long) rows * n + nr);
            lines.copy(c, m, n, before);
            HeapLines.scale(before, m * n, beta);
        }
        float[] start = beta == 0 ? zeros : before;
        int startStride = beta == 0 ? 0 : n;
        for (int done = 0; done < n; done += nr) {
            int column = Math.max(0, Math.min(done, n - nr));
            if (inPlace) {
                kernel.packColumns(k, b.segment, b.at(0, column), Float.BYTES * b.rowStride, panel, 0);
            } else {
                kernel.packColumns(k, right, column, n, panel, 0);
            }
            int startAt = beta == 0 ? 0 : column;
            kernel.multiply(left, 0, k, rows, k, panel, 0, start, startAt, startStride, product, column, n);
        }
        HeapLines.copyBack(product, m, n, c);
    }
}
