package io.github.lanewise.engine.gemm;

import io.github.lanewise.engine.kernel.CacheSizes;
import io.github.lanewise.engine.kernel.HeapKernel;
import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.kernel.TileStore;

/** {@link BlockProduct} on the heap: rows of op(A) are copied as they are, panels of op(B) are k-major. */
final class HeapBlockProduct implements BlockProduct {

    /** Rows of the largest register tile. */
    private static final int TILE_ROWS = 6;

    private final KernelSet kernels;
    private final int nr;
    private final float[] zeros;
    private final HeapLines lines = new HeapLines();
    private float[] rows = {};
    private float[] panels = {};
    private float[] sums = {};

    HeapBlockProduct(KernelSet kernels) {
        this.kernels = kernels;
        nr = kernels.onHeap().columns();
        zeros = new float[nr];
    }

    @Override
    public int rows() {
        return TILE_ROWS;
    }

    @Override
    public int columns() {
        return nr;
    }

    @Override
    public Blocking blocking() {
        return Blocking.onHeap(CacheSizes.detected(), TILE_ROWS, nr);
    }

    @Override
    public void reserve(int rowCount, int products, int panelCount) {
        int rounded = kernels.onHeap().roundedRows(rowCount);
        rows = HeapLines.grown(rows, (long) rounded * products);
        panels = HeapLines.grown(panels, (long) panelCount * products * nr);
        sums = HeapLines.grown(sums, (long) rounded * nr);
    }

    @Override
    public void packRows(Block block, int row, int count) {
        Operand a = block.a;
        int k = block.kCount;
        long from = a.at(row, block.kFrom);
        if (a.columnStride == 1) {
            HeapLines.copy(a.segment, from, a.rowStride, count, k, rows, 0, k);
        } else {
            lines.turn(a.segment, from, a.columnStride, k, count, rows, 0, k);
        }
        HeapLines.scale(rows, count * k, block.alpha);
    }

    @Override
    public void packPanel(Block block, int panel, int slot) {
        Operand b = block.b;
        int valid = block.valid(panel, nr);
        long from = b.at(block.kFrom, block.column(panel, nr));
        int to = at(block, slot);
        if (b.columnStride != 1) {
            lines.turn(b.segment, from, b.columnStride, valid, block.kCount, panels, to, nr);
        } else if (valid == nr) {
            kernels.onHeap().packColumns(block.kCount, b.segment, from, Float.BYTES * b.rowStride, panels, to);
        } else {
            HeapLines.copy(b.segment, from, b.rowStride, block.kCount, valid, panels, to, nr);
        }
    }

    private int at(Block block, int slot) {
        return slot * nr * block.kCount;
    }

    @Override
    public void multiply(Block block, int row, int count, int panel, int slot) {
        HeapKernel kernel = kernels.onHeap();
        TileStore tiles = kernels.tiles();
        Operand c = block.c;
        int k = block.kCount;
        int valid = block.valid(panel, nr);
        long cAt = c.at(row, block.column(panel, nr));
        long cStride = Float.BYTES * c.rowStride;
        float scale = block.scale();
        if (scale != 0) {
            tiles.load(sums, nr, count, valid, c.segment, cAt, cStride, scale);
        }
        float[] start = scale == 0 ? zeros : sums;
        int startStride = scale == 0 ? 0 : nr;
        int rounded = kernel.roundedRows(count);
        kernel.multiply(rows, 0, k, rounded, k, panels, at(block, slot), start, 0, startStride, sums, 0, nr);
        tiles.store(sums, nr, count, valid, c.segment, cAt, cStride);
    }
}
