package io.github.lanewise.engine.gemm;

import io.github.lanewise.engine.kernel.CacheSizes;
import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.kernel.PackedKernel;
import io.github.lanewise.engine.kernel.TileStore;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** {@link BlockProduct} with panels of op(B) in native memory and k-major tiles of rows of op(A) on the heap. */
final class PackedBlockProduct implements BlockProduct {

    private final KernelSet kernels;
    private final int mr;
    private final int nr;
    private final float[] zeros;
    private PackedKernel kernel;
    private TileStore tiles;
    private MemorySegment packedB = MemorySegment.NULL;
    private Lane[] lanes = {};

    /** The scratch of one worker. */
    private static final class Lane {
        private final float[] tile;
        private float[] packedA = {};
        private float[] line = {};

        private Lane(int tile) {
            this.tile = new float[tile];
        }
    }

    PackedBlockProduct(KernelSet kernels) {
        this.kernels = kernels;
        kernel = kernels.packed();
        tiles = kernels.tiles();
        mr = kernel.rows();
        nr = kernel.columns();
        zeros = new float[mr * nr];
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
        return Blocking.of(CacheSizes.detected(), mr, nr);
    }

    @Override
    public void reserve(int count, int rows, int products, long shared) {
        kernel = kernels.packed();
        tiles = kernels.tiles();
        if (lanes.length < count) {
            Lane[] more = new Lane[count];
            for (int i = 0; i < count; i++) {
                more[i] = i < lanes.length ? lanes[i] : new Lane(mr * nr);
            }
            lanes = more;
        }
        for (int i = 0; i < count; i++) {
            lanes[i].packedA = HeapLines.grown(lanes[i].packedA, (long) rows * products);
            lanes[i].line = HeapLines.grown(lanes[i].line, Math.max(rows, products));
        }
        if (packedB.byteSize() < Float.BYTES * shared) {
            packedB = Arena.ofAuto().allocate(Float.BYTES * shared, 64);
        }
    }

    @Override
    public boolean packsPanels() {
        return false;
    }

    @Override
    public void pack(Block block, int panel, int lane) {
        Operand b = block.b;
        int column = panel * nr;
        int valid = Math.min(nr, block.columns - column);
        long from = b.at(block.kFrom, block.columnFrom + column);
        long to = 4L * column * block.kCount;
        if (valid == nr && b.columnStride == 1) {
            kernel.packColumns(block.kCount, b.segment, from, b.rowStride * Float.BYTES, packedB, to);
        } else {
            PackedPanels.pack(b.segment, from, b.rowStride, b.columnStride, block.kCount, valid, packedB, to, nr);
        }
    }

    @Override
    public void multiply(Block block, int row, int rows, int panelFrom, int panelTo, boolean packed, int laneIndex) {
        Lane lane = lanes[laneIndex];
        packRows(block, row, rows, lane);
        for (int panel = panelFrom; panel < panelTo; panel++) {
            for (int i = 0; i < rows; i += mr) {
                tile(block, lane, row + i, Math.min(mr, rows - i), i * block.kCount, panel);
            }
        }
    }

    private void tile(Block block, Lane lane, int row, int rows, int packedAt, int panel) {
        Operand c = block.c;
        int column = block.columnFrom + panel * nr;
        int validColumns = Math.min(nr, block.n - column);
        long cAt = c.at(row, column);
        long cStride = c.rowStride * Float.BYTES;
        float[] start = zeros;
        float scale = block.scale();
        if (scale != 0) {
            tiles.load(lane.tile, nr, rows, validColumns, c.segment, cAt, cStride, scale);
            start = lane.tile;
        }
        long panelAt = 4L * panel * nr * block.kCount;
        kernel.accumulate(block.kCount, lane.packedA, packedAt, packedB, panelAt, start, lane.tile);
        tiles.store(lane.tile, nr, rows, validColumns, c.segment, cAt, cStride);
    }

    /** Ã: tiles of mr rows, k-major, times alpha, rows beyond the matrix zero. */
    private void packRows(Block block, int row, int rows, Lane lane) {
        Operand a = block.a;
        int kCount = block.kCount;
        if (a.columnStride == 1) {
            for (int r = 0; r < rows; r++) {
                HeapLines.copy(a.segment, a.at(row + r, block.kFrom), lane.line, 0, kCount);
                spread(lane.line, kCount, block.alpha, lane.packedA, packedAt(r, kCount), mr);
            }
        } else {
            for (int i = 0; i < kCount; i++) {
                HeapLines.copy(a.segment, a.at(row, block.kFrom + i), lane.line, 0, rows);
                for (int tile = 0; tile < rows; tile += mr) {
                    int to = packedAt(tile, kCount) + i * mr;
                    scale(lane.line, tile, Math.min(mr, rows - tile), block.alpha, lane.packedA, to);
                }
            }
        }
        for (int r = rows; r % mr != 0; r++) {
            for (int i = 0; i < kCount; i++) {
                lane.packedA[packedAt(r, kCount) + i * mr] = 0;
            }
        }
    }

    /** Where row r of a block begins in Ã. */
    private int packedAt(int r, int kCount) {
        return r / mr * mr * kCount + r % mr;
    }

    private static void spread(float[] line, int count, float alpha, float[] packed, int to, int step) {
        for (int i = 0; i < count; i++) {
            packed[to + i * step] = line[i] * alpha;
        }
    }

    private static void scale(float[] line, int from, int count, float alpha, float[] packed, int to) {
        for (int r = 0; r < count; r++) {
            packed[to + r] = line[from + r] * alpha;
        }
    }
}
