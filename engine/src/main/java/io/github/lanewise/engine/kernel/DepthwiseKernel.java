package io.github.lanewise.engine.kernel;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * One row of a depthwise convolution: {@code out[x, c] = clamp(Σ in[y·, x·, c] · w[·, c] + bias[c] + residual[x, c])}.
 *
 * <p>Vectors run over channels. Every output takes one fused multiply-add per tap, in the order kernel row, kernel
 * column.
 */
public interface DepthwiseKernel {

    /** Strides of the taps and pixels of one convolution in a given input, in bytes, and its extents. */
    record Taps(int kernelHeight, int kernelWidth, long rowStride, long columnStride, long pixelStride, int channels) {}

    /**
     * Computes {@code pixels} neighbouring output pixels.
     *
     * @param inAt byte of the first tap of the first pixel, channel 0
     * @param weights {@code [kernelHeight, kernelWidth, channels]}, native memory
     */
    void row(
            Taps taps,
            int pixels,
            MemorySegment in,
            long inAt,
            MemorySegment weights,
            @Nullable MemorySegment bias,
            @Nullable MemorySegment residual,
            long residualAt,
            float lower,
            float upper,
            MemorySegment out,
            long outAt);
}
