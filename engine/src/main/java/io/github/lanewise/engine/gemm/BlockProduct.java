package io.github.lanewise.engine.gemm;

import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.kernel.StripKernel;

/** How a block of op(B) is packed, and multiplied with rows of op(A), for one kind of micro-kernel. */
sealed interface BlockProduct permits PackedBlockProduct, StripBlockProduct {

    /** For the kernels that suit this processor best. */
    static BlockProduct of(KernelSet kernels) {
        return kernels.tile(Integer.MAX_VALUE) instanceof StripKernel strip
                ? new StripBlockProduct(kernels, strip)
                : new PackedBlockProduct(kernels);
    }

    /** Rows of the register tile. */
    int rows();

    /** Columns of the register tile, the width of a panel. */
    int columns();

    /** The blocking that suits the caches of this machine. */
    Blocking blocking();

    /**
     * Makes room for {@code lanes} workers with blocks of {@code rows} rows and {@code products} products.
     *
     * @param shared floats of the packed block of op(B); 0 if nobody will pack it
     */
    void reserve(int lanes, int rows, int products, long shared);

    /** Whether the workers can pack the panels of op(B) themselves, just before they use them. */
    boolean packsPanels();

    /** Packs one panel of the block of op(B) for all workers. */
    void pack(Block block, int panel, int lane);

    /**
     * Packs rows [row, row + rows) of op(A) and multiplies them with the panels [panelFrom, panelTo).
     *
     * @param packed whether {@link #pack} has packed these panels before
     */
    void multiply(Block block, int row, int rows, int panelFrom, int panelTo, boolean packed, int lane);
}
