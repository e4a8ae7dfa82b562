package io.github.lanewise.engine.kernel;

/** A set in plain Java, which can also stand in for kernels of other register tiles until those are compiled. */
public interface PlainKernels extends KernelSet {

    /** A kernel with the register tile of the given one. */
    InPlaceKernel like(InPlaceKernel kernel);

    /** A kernel with the register tile of the given one. */
    PackedKernel like(PackedKernel kernel);

    /** A kernel with the panels of the given one. */
    HeapKernel like(HeapKernel kernel);
}
