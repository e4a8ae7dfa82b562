package io.github.lanewise.engine.gemm;

import io.github.lanewise.engine.kernel.CacheSizes;
import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.kernel.StripKernel;
import io.github.lanewise.engine.kernel.TileStore;

/** {@link BlockProduct} on the heap: rows of op(A) are copied as they are, panels of op(B) are k-major. */
final class StripBlockProduct implements BlockProduct {

    private final KernelSet kernels;
    private final int mr;
    private final int nr;
    private final float[] zeros;
    private StripKernel kernel;
    private TileStore tiles;
    private float[] panels = {};
    private Lane[] lanes = {};

    /** The scratch of one worker. */
    private static final class Lane {
        private final HeapLines lines = new HeapLines();
        private float[] rows = {};
        private float[] panel = {};
        private float[] sums = {};
    }

    StripBlockProduct(KernelSet kernels, StripKernel kernel) {
        this.kernels = kernels;
        this.kernel = kernel;
        tiles = kernels.tiles();
        mr = kernel.rows();
        nr = kernel.columns();
        zeros = new float[nr];
    }

    @Override
    public int rows() {
        return mr;
    }

    @Override
    public int columns() {
        return nr;
    }

    @Override
    public Blocking blocking() {
        return Blocking.ofStrips(CacheSizes.detected(), mr, nr);
    }

    @Override
    public void reserve(int count, int rows, int products, long shared) {
        kernel = (StripKernel) kernels.tile(Integer.MAX_VALUE);
        tiles = kernels.tiles();
        if (lanes.length < count) {
            Lane[] more = new Lane[count];
            for (int i = 0; i < count; i++) {
                more[i] = i < lanes.length ? lanes[i] : new Lane();
            }
            lanes = more;
        }
        for (int i = 0; i < count; i++) {
            Lane lane = lanes[i];
            lane.lines.reserve(Math.max(rows, products));
            lane.rows = HeapLines.grown(lane.rows, (long) rows * products);
            lane.panel = HeapLines.grown(lane.panel, (long) products * nr);
            lane.sums = HeapLines.grown(lane.sums, (long) rows * nr);
        }
        panels = HeapLines.grown(panels, shared);
    }

    @Override
    public boolean packsPanels() {
        return true;
    }

    @Override
    public void pack(Block block, int panel, int lane) {
        packPanel(block, panel, lanes[lane].lines, panels, panelAt(block, panel));
    }

    private int panelAt(Block block, int panel) {
        return panel * nr * block.kCount;
    }

    private void packPanel(Block block, int panel, HeapLines lines, float[] to, int toAt) {
        Operand b = block.b;
        int column = block.columnFrom + panel * nr;
        int valid = Math.min(nr, block.columnFrom + block.columns - column);
        long from = b.at(block.kFrom, column);
        if (b.columnStride != 1) {
            lines.turn(b.segment, from, b.columnStride, valid, block.kCount, to, toAt, nr);
        } else if (valid == nr) {
            kernel.packColumns(block.kCount, b.segment, from, Float.BYTES * b.rowStride, to, toAt);
        } else {
            HeapLines.copy(b.segment, from, b.rowStride, block.kCount, valid, to, toAt, nr);
        }
    }

    @Override
    public void multiply(Block block, int row, int rows, int panelFrom, int panelTo, boolean packed, int laneIndex) {
        Lane lane = lanes[laneIndex];
        copyRows(block, row, rows, lane);
        Operand c = block.c;
        long cStride = Float.BYTES * c.rowStride;
        int tileCount = Math.ceilDiv(rows, mr);
        float scale = block.scale();
        for (int panel = panelFrom; panel < panelTo; panel++) {
            if (!packed) {
                packPanel(block, panel, lane.lines, lane.panel, 0);
            }
            int column = block.columnFrom + panel * nr;
            int valid = Math.min(nr, block.n - column);
            long cAt = c.at(row, column);
            if (scale != 0) {
                tiles.load(lane.sums, nr, rows, valid, c.segment, cAt, cStride, scale);
            }
            kernel.multiply(
                    lane.rows,
                    0,
                    block.kCount,
                    tileCount,
                    block.kCount,
                    packed ? panels : lane.panel,
                    packed ? panelAt(block, panel) : 0,
                    scale == 0 ? zeros : lane.sums,
                    scale == 0 ? 0 : nr,
                    lane.sums);
            tiles.store(lane.sums, nr, rows, valid, c.segment, cAt, cStride);
        }
    }

    /** Copies rows of op(A), times alpha. */
    private static void copyRows(Block block, int row, int rows, Lane lane) {
        Operand a = block.a;
        int count = block.kCount;
        long from = a.at(row, block.kFrom);
        if (a.columnStride == 1) {
            HeapLines.copy(a.segment, from, a.rowStride, rows, count, lane.rows, 0, count);
        } else {
            lane.lines.turn(a.segment, from, a.columnStride, count, rows, lane.rows, 0, count);
        }
        if (block.alpha != 1) {
            scale(lane.rows, rows * count, block.alpha);
        }
    }

    private static void scale(float[] values, int count, float factor) {
        for (int i = 0; i < count; i++) {
            values[i] *= factor;
        }
    }
}
