package io.github.lanewise.engine.gemm;

import io.github.lanewise.engine.kernel.CacheSizes;
import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.kernel.PackedKernel;
import io.github.lanewise.engine.kernel.TileStore;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * {@code C = alpha op(A) op(B) + beta C} by five blocked loops over packed operands.
 *
 * <pre>
 *   loop 5   jc: nc columns of C and B      {@link #next}
 *   loop 4     pc: kc products              {@link #next}; then B̃ is packed, {@link #pack}, the panels in parallel
 *   loop 3       ic: mc rows of C and A     the parts of {@link #compute}, in parallel; Ã is packed
 *   loop 2         jr: nr columns           one panel of B̃
 *   loop 1           ir: mr rows            one tile: the micro-kernel
 * </pre>
 *
 * <p>alpha is multiplied into Ã while it is packed and beta into the values the sums begin with, so each element of C is
 * one chain of fused multiply-adds that begins at {@code beta C} and runs through k in order, through C itself from one
 * block of k to the next. Van Zee and van de Geijn, "BLIS", ACM TOMS 41(3), 2015, figure 1.
 *
 * <p>An object serves one call at a time and is reused for the next.
 */
public final class BlockedGemm {

    private final KernelSet kernels;
    private final int mr;
    private final int nr;
    private final Blocking blocking;
    private final float[] zeros;
    private PackedKernel kernel;
    private TileStore tiles;
    private MemorySegment packedB = MemorySegment.NULL;
    private Lane[] lanes = {};

    private final Operand a = new Operand();
    private final Operand b = new Operand();
    private final Operand c = new Operand();
    private int m;
    private int n;
    private int k;
    private float alpha;
    private float beta;
    private int columnFrom;
    private int columns;
    private int kFrom;
    private int kCount;
    private int mc;
    private int rowBlocks;
    private int columnGroups;

    /** The scratch of one worker. */
    private static final class Lane {
        private final float[] packedA;
        private final float[] line;
        private final float[] tile;

        private Lane(int packed, int line, int tile) {
            this.packedA = new float[packed];
            this.line = new float[line];
            this.tile = new float[tile];
        }
    }

    public BlockedGemm(KernelSet kernels) {
        this(
                kernels,
                Blocking.of(
                        CacheSizes.detected(),
                        kernels.packed().rows(),
                        kernels.packed().columns()));
    }

    /** With a blocking of its own; {@code mc} and {@code nc} are multiples of the register tile. */
    BlockedGemm(KernelSet kernels, Blocking blocking) {
        this.kernels = kernels;
        this.kernel = kernels.packed();
        this.tiles = kernels.tiles();
        this.mr = kernel.rows();
        this.nr = kernel.columns();
        this.blocking = blocking;
        this.zeros = new float[mr * nr];
    }

    public Operand a() {
        return a;
    }

    public Operand b() {
        return b;
    }

    public Operand c() {
        return c;
    }

    /** Begins a product of the operands set before; m, n and k are at least 1. */
    public void begin(int m, int n, int k, float alpha, float beta, int threads) {
        this.kernel = kernels.packed();
        this.tiles = kernels.tiles();
        this.m = m;
        this.n = n;
        this.k = k;
        this.alpha = alpha;
        this.beta = beta;
        mc = Math.min(blocking.mc(), Math.ceilDiv(Math.ceilDiv(m, threads), mr) * mr);
        rowBlocks = Math.ceilDiv(m, mc);
        columnFrom = 0;
        columns = 0;
        kFrom = k;
        kCount = 0;
        if (lanes.length < threads) {
            int packed = blocking.mc() * blocking.kc();
            Lane[] more = new Lane[threads];
            for (int i = 0; i < threads; i++) {
                more[i] =
                        i < lanes.length ? lanes[i] : new Lane(packed, Math.max(blocking.mc(), blocking.kc()), mr * nr);
            }
            lanes = more;
        }
        long bytes = 4L * Math.min(k, blocking.kc()) * Math.min(Math.ceilDiv(n, nr) * nr, blocking.nc());
        if (packedB.byteSize() < bytes) {
            packedB = Arena.ofAuto().allocate(bytes, 64);
        }
        columnGroups = threads == 1 ? 1 : Math.ceilDiv(2 * threads, rowBlocks);
    }

    /** Steps to the next block of B; false when the product is complete. */
    public boolean next() {
        kFrom += kCount;
        if (kFrom >= k) {
            columnFrom += columns;
            if (columnFrom >= n) {
                return false;
            }
            columns = Math.min(blocking.nc(), n - columnFrom);
            kFrom = 0;
        }
        kCount = Math.min(blocking.kc(), k - kFrom);
        return true;
    }

    /** Panels of the current block of B. */
    public int panels() {
        return Math.ceilDiv(columns, nr);
    }

    /** Packs one panel of the current block of B. */
    public void pack(int panel) {
        int column = panel * nr;
        int valid = Math.min(nr, columns - column);
        long from = b.at(kFrom, columnFrom + column);
        long to = 4L * column * kCount;
        if (valid == nr && b.columnStride == 1) {
            kernel.packColumns(kCount, b.segment, from, b.rowStride * Float.BYTES, packedB, to);
        } else {
            PackedPanels.pack(b.segment, from, b.rowStride, b.columnStride, kCount, valid, packedB, to, nr);
        }
    }

    /** Independent parts of the current block, for {@link #compute}. */
    public int parts() {
        return rowBlocks * columnGroups;
    }

    /** Packs a block of rows of A and multiplies it with a group of the packed panels of B. */
    public void compute(int part, int laneIndex) {
        Lane lane = lanes[laneIndex];
        int row = part / columnGroups * mc;
        int rows = Math.min(mc, m - row);
        int panels = panels();
        int panelFrom = (int) ((long) panels * (part % columnGroups) / columnGroups);
        int panelTo = (int) ((long) panels * (part % columnGroups + 1) / columnGroups);
        if (panelFrom == panelTo) {
            return;
        }
        packRows(row, rows, lane);
        for (int panel = panelFrom; panel < panelTo; panel++) {
            for (int i = 0; i < rows; i += mr) {
                tile(lane, row + i, Math.min(mr, rows - i), i * kCount, panel);
            }
        }
    }

    private void tile(Lane lane, int row, int rows, int packedAt, int panel) {
        int column = columnFrom + panel * nr;
        int validColumns = Math.min(nr, n - column);
        long cAt = c.at(row, column);
        long cStride = c.rowStride * Float.BYTES;
        float[] start = zeros;
        float scale = kFrom == 0 ? beta : 1;
        if (scale != 0) {
            tiles.load(lane.tile, nr, rows, validColumns, c.segment, cAt, cStride, scale);
            start = lane.tile;
        }
        kernel.accumulate(kCount, lane.packedA, packedAt, packedB, 4L * panel * nr * kCount, start, lane.tile);
        tiles.store(lane.tile, nr, rows, validColumns, c.segment, cAt, cStride);
    }

    /** Ã: tiles of mr rows, k-major, times alpha, rows beyond the matrix zero. */
    private void packRows(int row, int rows, Lane lane) {
        if (a.columnStride == 1) {
            for (int r = 0; r < rows; r++) {
                copyLine(a.at(row + r, kFrom), kCount, lane.line);
                spread(lane.line, kCount, lane.packedA, packedAt(r), mr);
            }
        } else {
            for (int i = 0; i < kCount; i++) {
                copyLine(a.at(row, kFrom + i), rows, lane.line);
                for (int tile = 0; tile < rows; tile += mr) {
                    scale(lane.line, tile, Math.min(mr, rows - tile), lane.packedA, packedAt(tile) + i * mr);
                }
            }
        }
        for (int r = rows; r % mr != 0; r++) {
            for (int i = 0; i < kCount; i++) {
                lane.packedA[packedAt(r) + i * mr] = 0;
            }
        }
    }

    /** Where row r of a block begins in Ã. */
    private int packedAt(int r) {
        return r / mr * mr * kCount + r % mr;
    }

    /** One bulk copy: element by element the bounds of the segment would be checked for each. */
    private void copyLine(long from, int count, float[] line) {
        MemorySegment.copy(a.segment, ValueLayout.JAVA_FLOAT_UNALIGNED, from, line, 0, count);
    }

    private void spread(float[] line, int count, float[] packed, int to, int step) {
        for (int i = 0; i < count; i++) {
            packed[to + i * step] = line[i] * alpha;
        }
    }

    private void scale(float[] line, int from, int count, float[] packed, int to) {
        for (int r = 0; r < count; r++) {
            packed[to + r] = line[from + r] * alpha;
        }
    }
}
