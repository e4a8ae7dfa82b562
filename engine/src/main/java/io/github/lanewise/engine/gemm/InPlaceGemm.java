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
 * array between the steps. No row is packed, and C is written once. Where products run on the heap, {@link GatheredProduct}
 * takes copies of the rows instead.
 */
public final class InPlaceGemm {

    /** Rows of A in a block; enough to reuse a step of a panel, few enough to stay in the second-level cache. */
    private static final int BLOCK_ROWS = 120;

    /** Floats that a block of rows should not exceed. */
    private static final int BLOCK_FLOATS = 1 << 20;

    /** Blocks for each thread from which on it does not matter whether all have as many. */
    private static final int MANY_BLOCKS = 8;

    /** Parts for each thread, so that one which is held up leaves some to the others. */
    private static final int PARTS = 4;

    /** The fewest columns of a share: what it costs to copy the rows once more is a fraction of their products. */
    private static final int SHARE_COLUMNS = 128;

    /** The fewest rows of a block for the sake of more threads. */
    private static final int FEW_ROWS = 24;

    /** Rows that products on the heap come in. */
    private static final int EVEN = 2;

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
        InPlaceKernel kernel = kernels.inPlace(n);
        mr = kernel == null ? EVEN : kernel.rows();
        nr = kernel == null ? kernels.onHeap().columns() : kernel.columns();
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
        private final GatheredProduct product;

        private Rows(int rows, int sums, int columns) {
            inputAt = new long[rows];
            outputAt = new long[rows];
            residualAt = new long[rows];
            this.sums = new float[sums];
            product = new GatheredProduct(columns);
        }
    }

    public Rows newRows() {
        int rows = Math.max(1, BLOCK_ROWS / mr) * mr;
        return new Rows(rows, rows * nr, nr);
    }

    /** How many of m rows a block should have: whole tiles, and more than one block for each of several threads. */
    public int blockRows(int m, int threads, Steps steps) {
        int fewest = threads == 1 ? 1 : Math.min(2 * threads, Math.ceilDiv(m, mr));
        return rowsOfBlock(m, Math.max(fewest, Math.ceilDiv(m, mostRows(steps))), steps);
    }

    /**
     * The same where threads may share the columns of a block, {@link #panelShares}: blocks are fewer and larger, so that B̃
     * passes by less often, and as many for each thread where they are few.
     *
     * @param groups products with as many rows that run beside this one
     */
    public int sharedBlockRows(int m, int groups, int threads, Steps steps) {
        int blocks = Math.ceilDiv(m, mostRows(steps));
        if (threads > 1 && blocks >= threads && blocks < MANY_BLOCKS * threads) {
            blocks = Math.ceilDiv(blocks, threads) * threads;
        }
        int wanted = Math.ceilDiv(threads, groups * mostShares());
        return rowsOfBlock(m, Math.max(blocks, Math.min(wanted, Math.ceilDiv(m, FEW_ROWS))), steps);
    }

    /** How many shares of its columns each of so many blocks should be cut into for so many threads. */
    public int panelShares(int blocks, int threads) {
        return threads == 1 ? 1 : Math.clamp(Math.ceilDiv(PARTS * threads, blocks), 1, mostShares());
    }

    private int mostShares() {
        return Math.max(1, n / SHARE_COLUMNS);
    }

    private int mostRows(Steps steps) {
        return Math.min(BLOCK_ROWS, Math.max(mr, BLOCK_FLOATS / Math.max(1, steps.products())));
    }

    private int rowsOfBlock(int m, int blocks, Steps steps) {
        int tiles = Math.ceilDiv(Math.ceilDiv(m, blocks), mr);
        return Math.max(1, Math.min(mostRows(steps) / mr, tiles)) * mr;
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
        TileStore tiles = kernels.tiles();
        InPlaceKernel kernel = kernels.inPlace(n);
        if (kernel == null) {
            rows.product.compute(
                    kernels.onHeap(),
                    tiles,
                    rows,
                    count,
                    input,
                    steps,
                    panels,
                    panelFrom,
                    panelTo,
                    bias,
                    residual,
                    lower,
                    upper,
                    output,
                    columnsAt);
            return;
        }
        int tileCount = Math.ceilDiv(count, mr);
        for (int r = count; r < tileCount * mr; r++) {
            rows.inputAt[r] = rows.inputAt[count - 1];
        }
        for (int panel = panelFrom; panel < panelTo; panel++) {
            for (int step = 0; step < steps.count(); step++) {
                multiply(kernel, rows, tileCount, input, steps, step, panels, panel);
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
}
