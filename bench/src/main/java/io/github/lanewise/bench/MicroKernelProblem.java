package io.github.lanewise.bench;

import io.github.lanewise.engine.kernel.InPlaceKernel;
import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.kernel.Kernels;
import java.util.List;

/** The micro-kernels that serve on this machine, each on one tile whose operands stay in the first-level cache. */
public enum MicroKernelProblem {
    /** Both operands packed. */
    PACKED,

    /** The kernel for wide panels, over rows of a matrix. */
    IN_PLACE,

    /** The kernel for wide panels, over rows of an im2col matrix: 3x3 pixels of 32 channels. */
    IN_PLACE_NESTED,

    /** The kernel for narrow panels, over rows of a matrix. */
    NARROW,

    /** The kernel for narrow panels, over rows of an im2col matrix: 3x3 pixels of 32 channels. */
    NARROW_NESTED;

    private static final int K = 256;
    private static final int NESTED_RUNS = 3;
    private static final int NESTED_RUN = 96;

    /** All of them, or without the narrow ones where one kernel serves panels of any width. */
    static List<MicroKernelProblem> distinct() {
        return NARROW.inPlaceKernel().equals(IN_PLACE.inPlaceKernel())
                ? List.of(PACKED, IN_PLACE, IN_PLACE_NESTED)
                : List.of(values());
    }

    /** The class of the kernel and the length of its rows, as in {@code InPlaceKernel5x4, k = 3 x 96}. */
    String label() {
        return switch (this) {
            case PACKED -> Kernels.current().packed().getClass().getSimpleName() + ", k = " + K;
            case IN_PLACE, NARROW -> inPlaceKernel().getClass().getSimpleName() + ", k = " + K;
            case IN_PLACE_NESTED, NARROW_NESTED ->
                inPlaceKernel().getClass().getSimpleName() + ", k = " + NESTED_RUNS + " x " + NESTED_RUN;
        };
    }

    Subject subject() {
        return switch (this) {
            case PACKED -> new PackedKernelSubject(Kernels.current().packed(), K);
            case IN_PLACE, NARROW -> new InPlaceKernelSubject(inPlaceKernel(), 1, K);
            case IN_PLACE_NESTED, NARROW_NESTED -> new InPlaceKernelSubject(inPlaceKernel(), NESTED_RUNS, NESTED_RUN);
        };
    }

    private InPlaceKernel inPlaceKernel() {
        KernelSet kernels = Kernels.current();
        return kernels.inPlace(this == NARROW || this == NARROW_NESTED ? 1 : Integer.MAX_VALUE);
    }
}
