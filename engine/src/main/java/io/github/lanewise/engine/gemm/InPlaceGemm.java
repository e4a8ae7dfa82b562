package io.github.lanewise.engine.gemm;

import io.github.lanewise.engine.kernel.CacheSizes;
import io.github.lanewise.engine.kernel.HeapKernel;
import io.github.lanewise.engine.kernel.InPlaceKernel;
import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.kernel.StripKernel;
import io.github.lanewise.engine.kernel.TileKernel;
import io.github.lanewise.engine.kernel.TileStore;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * {@code C = clamp(A · B̃ + bias + residual)} for rows of A read where they lie and B packed beforehand.
 *
 * <p>A block of rows goes through one panel of B̃ after another, and through each panel in steps of k: the step of the
 * panel stays in the cache while all tiles of the block pass over it, and the tiles keep their partial sums in a small
 * array between the steps. No row is packed, and C is written once. A {@link StripKernel} is given copies of the rows and
 * of the panel's step on the heap, which bulk copies make.
 */
public final class InPlaceGemm {

    /** Rows of A in a block; enough to reuse a step of a panel, few enough to stay in the second-level cache. */
    private static final int BLOCK_ROWS = 120;

    /** Floats that a block of rows should not exceed. */
    private static final int BLOCK_FLOATS = 1 << 20;

    private static final int MIN_STEP = 256;

    private final KernelSet kernels;
    private final int n;
    private final int mr;
    private final int nr;
    private final int stepLimit;
    private final float[] zeros;

    /** For matrices B of {@code n} columns. */
    public InPlaceGemm(KernelSet kernels, int n) {
        this.kernels = kernels;
        this.n = n;
        TileKernel kernel = kernels.tile(n);
        mr = kernel.rows();
        nr = kernel.columns();
        stepLimit = (int) Math.max(MIN_STEP, CacheSizes.detected().l2() / 4 / (4L * nr));
        zeros = new float[mr * nr];
    }

    /** Columns of a panel of B̃. */
    public int panelWidth() {
        return nr;
    }

    /** The most products one step of k should hold. */
    public int stepLimit() {
        return stepLimit;
    }

    /** The addresses and partial sums of a block of rows: the scratch of one worker. */
    public static final class Rows {
        public final long[] inputAt;
        public final long[] outputAt;
        public final long[] residualAt;
        private final float[] sums;
        private final Strip strip;

        private Rows(int rows, int sums) {
            inputAt = new long[rows];
            outputAt = new long[rows];
            residualAt = new long[rows];
            this.sums = new float[sums];
            strip = new Strip(rows);
        }
    }

    public Rows newRows() {
        int rows = Math.max(1, BLOCK_ROWS / mr) * mr;
        return new Rows(rows, rows * nr);
    }

    /** How many of m rows a block should have: whole tiles, and more than one block for each of several threads. */
    public int blockRows(int m, int threads, Steps steps) {
        int share = threads == 1 ? m : Math.ceilDiv(m, 2 * threads);
        int most = Math.min(BLOCK_ROWS, Math.max(mr, BLOCK_FLOATS / Math.max(1, steps.products())));
        return Math.max(1, Math.min(most / mr, Math.ceilDiv(share, mr))) * mr;
    }

    /**
     * Computes {@code count} rows of C, whose addresses stand in {@code rows}, for the panels [panelFrom, panelTo).
     *
     * @param columnsAt byte, behind the beginning of a row of C and of the residual, of the first column of panel 0
     */
    public void compute(
            Rows rows,
            int count,
            MemorySegment input,
            Steps steps,
            PackedPanels panels,
            int panelFrom,
            int panelTo,
            @Nullable MemorySegment bias,
            @Nullable MemorySegment residual,
            float lower,
            float upper,
            MemorySegment output,
            long columnsAt) {
        TileKernel kernel = kernels.tile(n);
        TileStore tiles = kernels.tiles();
        int tileCount = Math.ceilDiv(count, mr);
        for (int r = count; r < tileCount * mr; r++) {
            rows.inputAt[r] = rows.inputAt[count - 1];
        }
        if (kernel instanceof StripKernel) {
            int whole = Math.max(tileCount * mr, kernels.onHeap().roundedRows(count));
            rows.strip.take(input, rows.inputAt, count, whole, steps);
        }
        for (int panel = panelFrom; panel < panelTo; panel++) {
            for (int step = 0; step < steps.count(); step++) {
                switch (kernel) {
                    case InPlaceKernel inPlace -> multiply(inPlace, rows, tileCount, input, steps, step, panels, panel);
                    case StripKernel strip -> multiply(strip, rows, count, steps, step, panels, panel);
                }
            }
            int columns = Math.min(nr, panels.n() - panel * nr);
            tiles.store(
                    rows.sums,
                    0,
                    nr,
                    count,
                    columns,
                    output,
                    rows.outputAt,
                    0,
                    columnsAt + 4L * panel * nr,
                    bias,
                    residual,
                    rows.residualAt,
                    lower,
                    upper);
        }
    }

    private void multiply(
            InPlaceKernel inPlace,
            Rows rows,
            int tileCount,
            MemorySegment input,
            Steps steps,
            int step,
            PackedPanels panels,
            int panel) {
        long panelAt = panels.at(panel, steps.k(step));
        for (int tile = 0; tile < tileCount; tile++) {
            int sumsAt = tile * mr * nr;
            inPlace.accumulate(
                    input,
                    rows.inputAt,
                    tile * mr,
                    steps.offset(step),
                    steps.runStride(step),
                    steps.runs(step),
                    steps.run(step),
                    panels.segment(),
                    panelAt,
                    step == 0 ? zeros : rows.sums,
                    step == 0 ? 0 : sumsAt,
                    rows.sums,
                    sumsAt);
        }
    }

    private void multiply(
            StripKernel onStrip, Rows rows, int count, Steps steps, int step, PackedPanels panels, int panel) {
        Strip strip = rows.strip;
        int runs = steps.runs(step);
        int run = steps.run(step);
        float[] b = strip.panel(panels.segment(), panels.at(panel, steps.k(step)), runs * run * nr);
        if (runs == 1 && strip.distance() >= 0) {
            int first = strip.rowsAt()[0] + strip.offset(steps, step);
            float[] start = step == 0 ? zeros : rows.sums;
            int startStride = step == 0 ? 0 : nr;
            HeapKernel onHeap = kernels.onHeap();
            int whole = onHeap.roundedRows(count);
            onHeap.multiply(
                    strip.floats(), first, strip.distance(), whole, run, b, 0, start, 0, startStride, rows.sums, 0, nr);
            return;
        }
        for (int tile = 0; tile * mr < count; tile++) {
            int sumsAt = tile * mr * nr;
            onStrip.accumulate(
                    strip.floats(),
                    strip.rowsAt(),
                    tile * mr,
                    strip.offset(steps, step),
                    strip.runStride(steps, step),
                    runs,
                    run,
                    b,
                    step == 0 ? zeros : rows.sums,
                    step == 0 ? 0 : sumsAt,
                    rows.sums,
                    sumsAt);
        }
    }
}
