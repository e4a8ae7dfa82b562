package io.github.lanewise.engine.gemm;

import io.github.lanewise.engine.kernel.KernelSet;
import org.jspecify.annotations.Nullable;

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
    private final @Nullable Blocking fixed;
    private final Operand a = new Operand();
    private final Operand b = new Operand();
    private final Operand c = new Operand();
    private Lane[] lanes = {};
    private Grid grid = Grid.WHOLE;
    private Blocking blocking;
    private int m;
    private int n;
    private int k;

    /** What one worker works with. */
    private record Lane(Block block, BlockProduct product) {}

    public BlockedGemm(KernelSet kernels) {
        this(kernels, null);
    }

    /** With a blocking of its own; {@code mc} and {@code nc} are multiples of the register tile. */
    BlockedGemm(KernelSet kernels, @Nullable Blocking fixed) {
        this.kernels = kernels;
        this.fixed = fixed;
        ensureLanes(1);
        blocking = fixed == null ? lanes[0].product.blocking(1) : fixed;
    }

    /** How sums of k products are cut into blocks with these kernels on this machine. */
    public static Blocking blocking(KernelSet kernels, int k) {
        return BlockProduct.of(kernels).blocking(k);
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
        this.m = m;
        this.n = n;
        this.k = k;
        ensureLanes(threads);
        for (int i = 0; i < threads; i++) {
            lanes[i].block.alpha = alpha;
            lanes[i].block.beta = beta;
        }
        BlockProduct product = lanes[0].product;
        blocking = fixed == null ? product.blocking(k) : fixed;
        grid = threads == 1 ? Grid.WHOLE : Grid.of(m, n, k, product.rows(), product.columns(), threads);
        return grid.parts();
    }

    /** Computes one part of C. */
    public void compute(int part, int lane) {
        BlockProduct product = lanes[lane].product;
        Block block = lanes[lane].block;
        int rowFrom = grid.rowFrom(part, m, product.rows());
        int rowTo = grid.rowTo(part, m, product.rows());
        int columnTo = grid.columnTo(part, n, product.columns());
        for (int column = grid.columnFrom(part, n, product.columns()); column < columnTo; column += blocking.nc()) {
            block.columnFrom = column;
            block.columns = Math.min(blocking.nc(), columnTo - column);
            for (int from = 0; from < k; from += blocking.kc()) {
                block.kFrom = from;
                block.kCount = Math.min(blocking.kc(), k - from);
                multiply(product, block, rowFrom, rowTo);
            }
        }
    }

    /** Loops 3 and 2. */
    private void multiply(BlockProduct product, Block block, int rowFrom, int rowTo) {
        int blocks = Math.ceilDiv(rowTo - rowFrom, blocking.mc());
        int mr = product.rows();
        int mc = Math.ceilDiv(Math.ceilDiv(rowTo - rowFrom, blocks), mr) * mr;
        int panels = Math.ceilDiv(block.columns, product.columns());
        boolean once = mc >= rowTo - rowFrom;
        product.reserve(Math.min(mc, rowTo - rowFrom), block.kCount, once ? Math.min(GROUP, panels) : panels);
        for (int row = rowFrom; row < rowTo; row += mc) {
            int rows = Math.min(mc, rowTo - row);
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
