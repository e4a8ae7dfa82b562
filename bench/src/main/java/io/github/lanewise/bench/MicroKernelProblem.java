package io.github.lanewise.bench;

import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.kernel.Kernels;
import io.github.lanewise.engine.kernel.PackedKernel;
import io.github.lanewise.engine.kernel.TileKernel;
import java.util.List;

/** The micro-kernels that serve on this machine, each on one tile whose operands stay in the first-level cache. */
public enum MicroKernelProblem {
    /** The kernel of large matrix products: both operands packed, or on the heap where that is faster. */
    PRODUCT,

    /** The kernel for wide panels, over rows of a matrix. */
    WIDE,

    /** The kernel for wide panels, over rows of an im2col matrix: 3x3 pixels of 32 channels. */
    WIDE_NESTED,

    /** The kernel for narrow panels, over rows of a matrix. */
    NARROW,

    /** The kernel for narrow panels, over rows of an im2col matrix: 3x3 pixels of 32 channels. */
    NARROW_NESTED;

    private static final int K = 256;
    private static final int NESTED_RUNS = 3;
    private static final int NESTED_RUN = 96;

    /** All of them, or without the narrow ones where one kernel serves panels of any width. */
    static List<MicroKernelProblem> distinct() {
        return NARROW.tileKernel().equals(WIDE.tileKernel()) ? List.of(PRODUCT, WIDE, WIDE_NESTED) : List.of(values());
    }

    /** The class of the kernel and the length of its rows, as in {@code InPlaceKernel5x4, k = 3 x 96}. */
    String label() {
        return switch (this) {
            case PRODUCT -> product().kernel() + ", k = " + K;
            case WIDE, NARROW -> tileKernel().getClass().getSimpleName() + ", k = " + K;
            case WIDE_NESTED, NARROW_NESTED ->
                tileKernel().getClass().getSimpleName() + ", k = " + NESTED_RUNS + " x " + NESTED_RUN;
        };
    }

    Subject subject() {
        return switch (this) {
            case PRODUCT -> product();
            case WIDE, NARROW -> new TileKernelSubject(tileKernel(), 1, K);
            case WIDE_NESTED, NARROW_NESTED -> new TileKernelSubject(tileKernel(), NESTED_RUNS, NESTED_RUN);
        };
    }

    private static ProductKernelSubject product() {
        KernelSet kernels = Kernels.current();
        PackedKernel packed = kernels.packed();
        return packed == null ? new HeapKernelSubject(kernels.onHeap(), K) : new PackedKernelSubject(packed, K);
    }

    private TileKernel tileKernel() {
        KernelSet kernels = Kernels.current();
        return kernels.tile(this == NARROW || this == NARROW_NESTED ? 1 : Integer.MAX_VALUE);
    }
}
