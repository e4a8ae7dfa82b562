package io.github.lanewise.engine.gemm;

import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.kernel.PackedKernel;

/** How blocks of both operands are packed and multiplied, for one kind of micro-kernel. The scratch of one worker. */
sealed interface BlockProduct permits PackedBlockProduct, HeapBlockProduct {

    /** For the kernels that suit this processor best. */
    static BlockProduct of(KernelSet kernels) {
        PackedKernel packed = kernels.packed();
        return packed == null ? new HeapBlockProduct(kernels) : new PackedBlockProduct(kernels, packed);
    }

    /** Rows of the register tile. */
    int rows();

    /** Columns of the register tile, the width of a panel. */
    int columns();

    /** The blocking that suits the caches of this machine. */
    Blocking blocking();

    /** Makes room for so many rows of op(A) and so many panels of op(B), both with so many products. */
    void reserve(int rows, int products, int panels);

    /** Packs rows [row, row + rows) of op(A), times alpha. */
    void packRows(Block block, int row, int rows);

    /** Packs a panel of the block of op(B) into a slot. */
    void packPanel(Block block, int panel, int slot);

    /** Multiplies the packed rows, which are rows [row, row + rows) of op(A), with the panel in a slot, into C. */
    void multiply(Block block, int row, int rows, int panel, int slot);
}
