package io.github.lanewise.engine.gemm;

import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.kernel.RowKernel;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * {@code C = clamp(A · B̃ + bias + residual)} for few rows of A and B packed beforehand: the panels stream by once, read where
 * they lie, for there are too few rows to repay a copy of them. The scratch of one worker.
 */
public final class PanelRowGemm {

    private final KernelSet kernels;
    private final int vector;
    private float[] left = {};
    private float[] sums = {};

    public PanelRowGemm(KernelSet kernels) {
        this.kernels = kernels;
        vector = kernels.vectorBits() / Float.SIZE;
    }

    /** Whether this is the way for products of m rows. */
    public static boolean suits(int m) {
        return m <= GemmPath.FEW;
    }

    /**
     * Computes {@code count} rows of C for the panels [panelFrom, panelTo). Row r of A begins at byte {@code inputAt[r]}, of C
     * at {@code outputAt[r]}, of the residual at {@code residualAt[r]}.
     */
    public void compute(
            int count,
            MemorySegment input,
            long[] inputAt,
            PackedPanels panels,
            int panelFrom,
            int panelTo,
            @Nullable MemorySegment bias,
            @Nullable MemorySegment residual,
            long[] residualAt,
            float lower,
            float upper,
            MemorySegment output,
            long[] outputAt) {
        if (panelFrom == panelTo) {
            return;
        }
        int k = panels.k();
        int width = panels.width();
        int stride = (panelTo - panelFrom + 1) * width; // an odd last panel is taken twice
        left = HeapLines.grown(left, (long) count * k);
        sums = HeapLines.grown(sums, (long) count * stride);
        Arrays.fill(sums, 0, count * stride, 0);
        for (int r = 0; r < count; r++) {
            HeapLines.copy(input, inputAt[r], left, r * k, k);
        }
        if (width >= 4 * vector) {
            halves(count, panels, panelFrom, panelTo, stride);
        } else {
            pairs(count, panels, panelFrom, panelTo, stride);
        }
        int column = panelFrom * width;
        int columns = Math.min(panels.n(), panelTo * width) - column;
        kernels.tiles()
                .store(
                        sums,
                        0,
                        stride,
                        count,
                        columns,
                        output,
                        outputAt,
                        0,
                        4L * column,
                        bias,
                        residual,
                        residualAt,
                        lower,
                        upper);
    }

    /** Panels of two strips each. */
    private void halves(int count, PackedPanels panels, int panelFrom, int panelTo, int stride) {
        int width = panels.width();
        for (int panel = panelFrom; panel < panelTo; panel++) {
            long at = panels.at(panel, 0);
            strips(count, panels, at, at + 2L * width, width / 2, (panel - panelFrom) * width, stride);
        }
    }

    /** Panels of one strip each, two at a time. */
    private void pairs(int count, PackedPanels panels, int panelFrom, int panelTo, int stride) {
        int width = panels.width();
        for (int panel = panelFrom; panel < panelTo; panel += 2) {
            long right = panels.at(Math.min(panel + 1, panelTo - 1), 0);
            strips(count, panels, panels.at(panel, 0), right, width, (panel - panelFrom) * width, stride);
        }
    }

    private void strips(
            int count, PackedPanels panels, long leftAt, long rightAt, int columns, int sumsAt, int stride) {
        RowKernel kernel = kernels.row();
        int k = panels.k();
        long rowBytes = 4L * panels.width();
        for (int r = 0; r < count; r++) {
            int to = r * stride + sumsAt;
            kernel.accumulateStrips(k, columns, left, r * k, panels.segment(), leftAt, rightAt, rowBytes, sums, to);
        }
    }
}
