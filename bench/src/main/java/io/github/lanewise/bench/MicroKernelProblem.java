package io.github.lanewise.bench;

import io.github.lanewise.engine.kernel.InPlaceKernel;
import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.kernel.Kernels;
import io.github.lanewise.engine.kernel.PackedKernel;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /** All of them, or the product alone where it serves convolutions as well. */
    static List<MicroKernelProblem> distinct() {
        return WIDE.inPlace() == null ? List.of(PRODUCT) : List.of(values());
    }

    /** The class of the kernel and the length of its rows, as in {@code InPlaceKernel5x4, k = 3 x 96}. */
    String label() {
        return subject().kernel() + ", k = " + (nested() ? NESTED_RUNS + " x " + NESTED_RUN : K);
    }

    /** The tile to measure; that of the product where no kernel reads rows in place. */
    MicroKernelSubject subject() {
        InPlaceKernel inPlace = inPlace();
        if (this != PRODUCT && inPlace != null) {
            return nested()
                    ? new InPlaceKernelSubject(inPlace, NESTED_RUNS, NESTED_RUN)
                    : new InPlaceKernelSubject(inPlace, 1, K);
        }
        KernelSet kernels = Kernels.current();
        PackedKernel packed = kernels.packed();
        int k = nested() ? NESTED_RUNS * NESTED_RUN : K;
        return packed == null ? new HeapKernelSubject(kernels.onHeap(), k) : new PackedKernelSubject(packed, k);
    }

    private boolean nested() {
        return this == WIDE_NESTED || this == NARROW_NESTED;
    }

    private @Nullable InPlaceKernel inPlace() {
        return Kernels.current().inPlace(this == NARROW || this == NARROW_NESTED ? 1 : Integer.MAX_VALUE);
    }
}
