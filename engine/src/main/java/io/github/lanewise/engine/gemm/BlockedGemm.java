package io.github.lanewise.engine.gemm;

import io.github.lanewise.engine.kernel.KernelSet;

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
 * <p>Where all rows are one block, loop 2 runs in parallel instead, and each panel is packed by the worker that multiplies
 * with it.
 *
 * <p>alpha is multiplied into Ã while it is packed and beta into the values the sums begin with, so each element of C is
 * one chain of fused multiply-adds that begins at {@code beta C} and runs through k in order, through C itself from one
 * block of k to the next. Van Zee and van de Geijn, "BLIS", ACM TOMS 41(3), 2015, figure 1.
 *
 * <p>An object serves one call at a time and is reused for the next.
 */
public final class BlockedGemm {

    /** Panels that each of the groups into which several threads divide them should have at least. */
    private static final int GROUP_PANELS = 4;

    private final BlockProduct product;
    private final Blocking blocking;
    private final Block block = new Block();
    private int mc;
    private int kc;
    private int rowBlocks;
    private int columnGroups;
    private boolean packsFirst;

    public BlockedGemm(KernelSet kernels) {
        product = BlockProduct.of(kernels);
        blocking = product.blocking();
    }

    /** With a blocking of its own; {@code mc} and {@code nc} are multiples of the register tile. */
    BlockedGemm(KernelSet kernels, Blocking blocking) {
        product = BlockProduct.of(kernels);
        this.blocking = blocking;
    }

    /** How products are cut into blocks with these kernels on this machine. */
    public static Blocking blocking(KernelSet kernels) {
        return BlockProduct.of(kernels).blocking();
    }

    public Operand a() {
        return block.a;
    }

    public Operand b() {
        return block.b;
    }

    public Operand c() {
        return block.c;
    }

    /** Begins a product of the operands set before; m, n and k are at least 1. */
    public void begin(int m, int n, int k, float alpha, float beta, int threads) {
        block.m = m;
        block.n = n;
        block.k = k;
        block.alpha = alpha;
        block.beta = beta;
        block.columnFrom = 0;
        block.columns = 0;
        block.kFrom = k;
        block.kCount = 0;
        int even = (Math.ceilDiv(k, Math.ceilDiv(k, blocking.kc())) + 1) & -2; // kernels are faster on even lengths
        kc = Math.min(blocking.kc(), even);
        cut(m, n, threads);
        int panels = Math.ceilDiv(Math.min(n, blocking.nc()), product.columns());
        product.reserve(threads, mc, kc, packsFirst ? (long) kc * panels * product.columns() : 0);
    }

    private void cut(int m, int n, int threads) {
        int mr = product.rows();
        int panels = Math.ceilDiv(Math.min(n, blocking.nc()), product.columns());
        rowBlocks = Math.ceilDiv(m, blocking.mc());
        packsFirst = rowBlocks > 1 || !product.packsPanels();
        if (threads > 1 && (packsFirst || panels < threads * GROUP_PANELS)) {
            rowBlocks = Math.min(Math.ceilDiv(m, mr), Math.ceilDiv(rowBlocks, threads) * threads);
            packsFirst = rowBlocks > 1 || !product.packsPanels();
        }
        mc = Math.ceilDiv(Math.ceilDiv(m, rowBlocks), mr) * mr;
        rowBlocks = Math.ceilDiv(m, mc);
        columnGroups = threads == 1 ? 1 : Math.ceilDiv(2 * threads, rowBlocks);
    }

    /** Steps to the next block of B; false when the product is complete. */
    public boolean next() {
        block.kFrom += block.kCount;
        if (block.kFrom >= block.k) {
            block.columnFrom += block.columns;
            if (block.columnFrom >= block.n) {
                return false;
            }
            block.columns = Math.min(blocking.nc(), block.n - block.columnFrom);
            block.kFrom = 0;
        }
        block.kCount = Math.min(kc, block.k - block.kFrom);
        return true;
    }

    private int panelsInBlock() {
        return Math.ceilDiv(block.columns, product.columns());
    }

    /** Panels of the current block of B to {@link #pack} before anything is computed. */
    public int panels() {
        return packsFirst ? panelsInBlock() : 0;
    }

    /** Packs one panel of the current block of B. */
    public void pack(int panel, int lane) {
        product.pack(block, panel, lane);
    }

    /** Independent parts of the current block, for {@link #compute}. */
    public int parts() {
        return rowBlocks * columnGroups;
    }

    /** Packs a block of rows of A and multiplies it with a group of the panels of B. */
    public void compute(int part, int lane) {
        int row = part / columnGroups * mc;
        int rows = Math.min(mc, block.m - row);
        int group = part % columnGroups;
        int from = (int) ((long) panelsInBlock() * group / columnGroups);
        int to = (int) ((long) panelsInBlock() * (group + 1) / columnGroups);
        if (from < to) {
            product.multiply(block, row, rows, from, to, packsFirst, lane);
        }
    }
}
