package io.github.lanewise.engine.gemm;

import io.github.lanewise.engine.kernel.CacheSizes;
import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.kernel.PackedKernel;
import io.github.lanewise.engine.kernel.TileStore;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** {@link BlockProduct} with panels of op(B) in native memory and k-major tiles of rows of op(A) on the heap. */
final class PackedBlockProduct implements BlockProduct {

    private final KernelSet kernels;
    private final int mr;
    private final int nr;
    private final float[] zeros;
    private final float[] tile;
    private float[] packedA = {};
    private float[] line = {};
    private MemorySegment packedB = MemorySegment.NULL;

    PackedBlockProduct(KernelSet kernels, PackedKernel kernel) {
        this.kernels = kernels;
        mr = kernel.rows();
        nr = kernel.columns();
        zeros = new float[mr * nr];
        tile = new float[mr * nr];
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
        return Blocking.packed(CacheSizes.detected(), mr, nr);
    }

    private PackedKernel kernel() {
        return Objects.requireNonNull(kernels.packed());
    }

    @Override
    public void reserve(int rows, int products, int panels) {
        packedA = HeapLines.grown(packedA, (long) Math.ceilDiv(rows, mr) * mr * products);
        line = HeapLines.grown(line, Math.max(rows, products));
        long bytes = 4L * panels * products * nr;
        if (packedB.byteSize() < bytes) {
            packedB = Arena.ofAuto().allocate(bytes, 64);
        }
    }

    @Override
    public void packPanel(Block block, int panel, int slot) {
        Operand b = block.b;
        int valid = block.valid(panel, nr);
        long from = b.at(block.kFrom, block.column(panel, nr));
        long to = at(block, slot);
        if (valid == nr && b.columnStride == 1) {
            kernel().packColumns(block.kCount, b.segment, from, b.rowStride * Float.BYTES, packedB, to);
        } else {
            PackedPanels.pack(b.segment, from, b.rowStride, b.columnStride, block.kCount, valid, packedB, to, nr);
        }
    }

    private long at(Block block, int slot) {
        return 4L * slot * nr * block.kCount;
    }

    @Override
    public void multiply(Block block, int row, int rows, int panel, int slot) {
        PackedKernel kernel = kernel();
        TileStore tiles = kernels.tiles();
        Operand c = block.c;
        int valid = block.valid(panel, nr);
        long cStride = c.rowStride * Float.BYTES;
        float scale = block.scale();
        for (int i = 0; i < rows; i += mr) {
            int count = Math.min(mr, rows - i);
            long cAt = c.at(row + i, block.column(panel, nr));
            if (scale != 0) {
                tiles.load(tile, nr, count, valid, c.segment, cAt, cStride, scale);
            }
            float[] start = scale == 0 ? zeros : tile;
            kernel.accumulate(block.kCount, packedA, i * block.kCount, packedB, at(block, slot), start, tile);
            tiles.store(tile, nr, count, valid, c.segment, cAt, cStride);
        }
    }

    /** Ã: tiles of mr rows, k-major, rows beyond the matrix zero. */
    @Override
    public void packRows(Block block, int row, int rows) {
        Operand a = block.a;
        int kCount = block.kCount;
        if (a.columnStride == 1) {
            for (int r = 0; r < rows; r++) {
                HeapLines.copy(a.segment, a.at(row + r, block.kFrom), line, 0, kCount);
                spread(line, kCount, block.alpha, packedA, packedAt(r, kCount), mr);
            }
        } else {
            for (int i = 0; i < kCount; i++) {
                HeapLines.copy(a.segment, a.at(row, block.kFrom + i), line, 0, rows);
                for (int first = 0; first < rows; first += mr) {
                    int to = packedAt(first, kCount) + i * mr;
                    scale(line, first, Math.min(mr, rows - first), block.alpha, packedA, to);
                }
            }
        }
        for (int r = rows; r % mr != 0; r++) {
            for (int i = 0; i < kCount; i++) {
                packedA[packedAt(r, kCount) + i * mr] = 0;
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
