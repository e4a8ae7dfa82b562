package io.github.lanewise.engine.gemm;

import io.github.lanewise.engine.kernel.KernelSet;

/**
 * {@code C = alpha op(A) op(B) + beta C} by five blocked loops over packed operands.
 *
 * <pre>
 *   loop 5   jc: nc columns of C and B
 *   loop 4     pc: kc products
 *   loop 3       ic: mc rows of C and A     Ã is packed; with the first rows B̃ is, some panels right before their use
 *   loop 2         jr: nr columns           one panel of B̃
 *   loop 1           ir: mr rows            tile after tile: the micro-kernel
 * </pre>
 *
 * <p>Several threads share C as a grid ({@link Grid}) of parts, each of them all five loops over some rows and columns, with
 * packed blocks of its own: what is packed twice costs less than waiting for each other, and k is never divided.
 *
 * <p>alpha is multiplied into Ã while it is packed and beta into the values the sums begin with, so each element of C is
 * one chain of fused multiply-adds that begins at {@code beta C} and runs through k in order, through C itself from one
 * block of k to the next. Van Zee and van de Geijn, "BLIS", ACM TOMS 41(3), 2015, figure 1.
 *
 * <p>An object serves one call at a time and is reused for the next.
 */
public final class BlockedGemm {

    /** Panels that are packed one after another: they share cache lines' neighbours and pages of B. */
    private static final int GROUP = 4;

    private final KernelSet kernels;
    private final Blocking blocking;
    private final Operand a = new Operand();
    private final Operand b = new Operand();
    private final Operand c = new Operand();
    private final Grid grid;
    private Lane[] lanes = {};
    private int k;
    private int kc;
    private int mc;
    private int nc;

    /** What one worker works with. */
    private record Lane(Block block, BlockProduct product) {}

    public BlockedGemm(KernelSet kernels) {
        this(kernels, blocking(kernels));
    }

    /** With a blocking of its own for the register tile of these kernels. */
    BlockedGemm(KernelSet kernels, Blocking blocking) {
        this.kernels = kernels;
        this.blocking = blocking;
        grid = new Grid(blocking.mr(), blocking.nr());
    }

    /** How products are cut into blocks with these kernels on this machine. */
    static Blocking blocking(KernelSet kernels) {
        return BlockProduct.of(kernels).blocking();
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

    private void ensureLanes(int count) {
        if (lanes.length < count) {
            Lane[] more = new Lane[count];
            for (int i = 0; i < count; i++) {
                more[i] = i < lanes.length ? lanes[i] : new Lane(new Block(a, b, c), BlockProduct.of(kernels));
            }
            lanes = more;
        }
    }

    /** Begins a product of the operands set before; m, n and k are at least 1. Returns the number of its parts. */
    public int begin(int m, int n, int k, float alpha, float beta, int threads) {
        this.k = k;
        kc = blocking.kc(k);
        mc = blocking.mc(kc);
        nc = blocking.nc(kc);
        ensureLanes(threads);
        for (int i = 0; i < threads; i++) {
            lanes[i].block.alpha = alpha;
            lanes[i].block.beta = beta;
        }
        grid.cut(m, n, k, threads);
        return grid.parts();
    }

    /** Computes one part of C. */
    public void compute(int part, int lane) {
        BlockProduct product = lanes[lane].product;
        Block block = lanes[lane].block;
        int columnTo = grid.columnTo(part);
        for (int column = grid.columnFrom(part); column < columnTo; column += nc) {
            block.columnFrom = column;
            block.columns = Math.min(nc, columnTo - column);
            for (int from = 0; from < k; from += kc) {
                block.kFrom = from;
                block.kCount = Math.min(kc, k - from);
                multiply(product, block, grid.rowFrom(part), grid.rowTo(part));
            }
        }
    }

    /** Loops 3 and 2. */
    private void multiply(BlockProduct product, Block block, int rowFrom, int rowTo) {
        int blocks = Math.ceilDiv(rowTo - rowFrom, mc);
        int equal = Math.ceilDiv(Math.ceilDiv(rowTo - rowFrom, blocks), blocking.mr()) * blocking.mr();
        int panels = Math.ceilDiv(block.columns, blocking.nr());
        boolean once = equal >= rowTo - rowFrom;
        product.reserve(Math.min(equal, rowTo - rowFrom), block.kCount, once ? Math.min(GROUP, panels) : panels);
        for (int row = rowFrom; row < rowTo; row += equal) {
            int rows = Math.min(equal, rowTo - row);
            product.packRows(block, row, rows);
            for (int panel = 0; panel < panels; panel++) {
                if (row == rowFrom && panel % GROUP == 0) {
                    packGroup(product, block, panel, Math.min(panels, panel + GROUP), once);
                }
                product.multiply(block, row, rows, panel, once ? panel % GROUP : panel);
            }
        }
    }

    private static void packGroup(BlockProduct product, Block block, int from, int to, boolean once) {
        for (int panel = from; panel < to; panel++) {
            product.packPanel(block, panel, once ? panel % GROUP : panel);
        }
    }
}
