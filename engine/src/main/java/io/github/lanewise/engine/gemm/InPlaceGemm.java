package io.github.lanewise.engine.gemm;

import io.github.lanewise.engine.kernel.CacheSizes;
import io.github.lanewise.engine.kernel.InPlaceKernel;
import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.kernel.TileStore;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * {@code C = clamp(A · B̃ + bias + residual)} for rows of A read where they lie and B packed beforehand.
 *
 * <p>A block of rows goes through one panel of B̃ after another, and through each panel in steps of k: the step of the
 * panel stays in the cache while all tiles of the block pass over it, and the tiles keep their partial sums in a small
 * array between the steps. Nothing is packed, and C is written once.
 */
public final class InPlaceGemm {

    /** Rows of A in a block; enough to reuse a step of a panel, few enough to stay in the second-level cache. */
    private static final int BLOCK_ROWS = 64;

    private static final int MIN_STEP = 256;

    private final InPlaceKernel kernel;
    private final TileStore tiles;
    private final int mr;
    private final int nr;
    private final int stepLimit;
    private final float[] zeros;

    /** For matrices B of {@code n} columns. */
    public InPlaceGemm(KernelSet kernels, int n) {
        kernel = kernels.inPlace(n);
        tiles = kernels.tiles();
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

        private Rows(int rows, int sums) {
            inputAt = new long[rows];
            outputAt = new long[rows];
            residualAt = new long[rows];
            this.sums = new float[sums];
        }

        public int capacity() {
            return inputAt.length;
        }
    }

    public Rows newRows() {
        int rows = Math.max(1, BLOCK_ROWS / mr) * mr;
        return new Rows(rows, rows * nr);
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
        int tileCount = Math.ceilDiv(count, mr);
        for (int r = count; r < tileCount * mr; r++) {
            rows.inputAt[r] = rows.inputAt[count - 1];
        }
        for (int panel = panelFrom; panel < panelTo; panel++) {
            multiply(rows, tileCount, input, steps, panels, panel);
            int columns = Math.min(nr, panels.n() - panel * nr);
            for (int tile = 0; tile < tileCount; tile++) {
                tiles.store(
                        rows.sums,
                        tile * mr * nr,
                        nr,
                        Math.min(mr, count - tile * mr),
                        columns,
                        output,
                        rows.outputAt,
                        tile * mr,
                        columnsAt + 4L * panel * nr,
                        bias,
                        residual,
                        rows.residualAt,
                        lower,
                        upper);
            }
        }
    }

    private void multiply(Rows rows, int tileCount, MemorySegment input, Steps steps, PackedPanels panels, int panel) {
        for (int step = 0; step < steps.count(); step++) {
            long panelAt = panels.at(panel, steps.k(step));
            for (int tile = 0; tile < tileCount; tile++) {
                int sumsAt = tile * mr * nr;
                kernel.accumulate(
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
    }
}
