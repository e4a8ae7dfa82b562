package io.github.lanewise.engine;

import io.github.lanewise.engine.gemm.InPlaceGemm;
import io.github.lanewise.engine.gemm.PackedPanels;
import io.github.lanewise.engine.kernel.Kernels;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.Arena;

/**
 * The right-hand matrix of a product, {@code op(B)} of shape {@code [k, n]}, packed once for many products: panels of a
 * few vectors' width, k-major, zero-padded, native. Immutable and safe for any number of threads.
 */
public final class PackedMatrix {

    private final InPlaceGemm gemm;
    private final PackedPanels panels;

    private PackedMatrix(InPlaceGemm gemm, PackedPanels panels) {
        this.gemm = gemm;
        this.panels = panels;
    }

    /** Packs {@code op(B)} into memory that the garbage collector reclaims. */
    public static PackedMatrix of(Transpose transpose, Tensor b) {
        return of(Arena.ofAuto(), transpose, b);
    }

    /**
     * Packs {@code op(B)} into the given arena.
     *
     * @param b {@code [k, n]}, or {@code [n, k]} with {@link Transpose#YES}, as PyTorch keeps the weights of a linear layer
     * @throws ShapeException if b is not a dense matrix
     */
    public static PackedMatrix of(Arena arena, Transpose transpose, Tensor b) {
        if (b.shape().rank() != 2 || !b.isDense()) {
            throw new ShapeException("a packed matrix is made of a dense matrix [k, n] or [n, k], got " + b.shape());
        }
        Access.require("B", b.segment());
        boolean transposed = transpose == Transpose.YES;
        int rows = b.shape().dimension(0);
        int columns = b.shape().dimension(1);
        int k = transposed ? columns : rows;
        int n = transposed ? rows : columns;
        InPlaceGemm gemm = new InPlaceGemm(Kernels.current(), n);
        long rowStride = transposed ? 1 : columns;
        long columnStride = transposed ? columns : 1;
        return new PackedMatrix(
                gemm, PackedPanels.of(arena, b.segment(), 0, rowStride, columnStride, k, n, gemm.panelWidth()));
    }

    /** Rows of {@code op(B)}. */
    public int k() {
        return panels.k();
    }

    /** Columns of {@code op(B)}. */
    public int n() {
        return panels.n();
    }

    /** Bytes of native memory. */
    public long packedBytes() {
        return panels.bytes();
    }

    InPlaceGemm gemm() {
        return gemm;
    }

    PackedPanels panels() {
        return panels;
    }
}
