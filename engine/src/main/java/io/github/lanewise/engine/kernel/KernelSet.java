package io.github.lanewise.engine.kernel;

import org.jspecify.annotations.Nullable;

/**
 * All kernels of one tier. What a method returns may change while the engine starts, so callers ask for kernels at every
 * call and keep the set only; register tiles and bits stay the same.
 */
public interface KernelSet {

    /** Bits of one vector; 32 on the scalar tier. */
    int vectorBits();

    /** The kernel for large blocks of two packed operands, or null where {@link #onHeap} is faster. */
    @Nullable
    PackedKernel packed();

    /** The kernel for rows that are not packed, best for a matrix B of n columns; null where {@link #packed} is. */
    @Nullable
    InPlaceKernel inPlace(int n);

    RowKernel row();

    /** The kernel for sums over pixels; waits until it is compiled, for it is asked for once only. */
    PixelKernel pixels();

    TileStore tiles();

    /** The kernel for products on the heap: small ones, and all of them where there is no kernel for packed operands. */
    HeapKernel onHeap();

    /** The transforms of a Winograd convolution with tiles of 2 or 4 outputs along each axis. */
    WinogradTransform winograd(int outputs);

    /** The transform of the output's gradient in a gradient of filters by Winograd's algorithm with tiles of 4 x 4. */
    GradientTransform gradientTransform();

    DepthwiseKernel depthwise();

    ElementwiseKernels elementwise();

    FunctionKernels functions();

    PoolingKernels pooling();

    PoolingGradientKernels poolingGradient();

    BinaryKernels binary();

    ReductionKernels reductions();

    BatchNormKernels batchNorm();

    TrainingKernels training();
}
