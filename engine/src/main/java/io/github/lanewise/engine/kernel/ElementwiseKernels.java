package io.github.lanewise.engine.kernel;

import io.github.lanewise.engine.tensor.UnaryOperation;
import java.lang.foreign.MemorySegment;

/**
 * Functions of neighbouring elements, {@code n} floats from a byte of each operand; all segments are native memory.
 *
 * <p>Every element depends on its own operands alone, by products and sums that are rounded one by one, so both tiers and
 * all vector widths give the same bits. The result may replace an operand that begins at the same byte, but must not
 * overlap one otherwise. {@code clamp(x)} is {@code x < lower ? lower : x > upper ? upper : x}.
 */
public interface ElementwiseKernels {

    /** What {@link #apply} needs for intermediate results. */
    int SCRATCH_BYTES = 4096;

    /** {@code out = clamp(a + factor * b)}. */
    void addScaled(
            int n,
            float factor,
            MemorySegment a,
            long aAt,
            MemorySegment b,
            long bAt,
            float lower,
            float upper,
            MemorySegment out,
            long outAt);

    /** {@code out = a * b}. */
    void multiply(int n, MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment out, long outAt);

    /** {@code out = clamp(in)}. */
    void clamp(int n, float lower, float upper, MemorySegment in, long inAt, MemorySegment out, long outAt);

    /** {@code out[pixel, c] = clamp(in[pixel, c] * scale[c] + shift[c])}; scale and shift begin at byte 0. */
    void scaleShift(
            int pixels,
            int channels,
            MemorySegment in,
            long inAt,
            MemorySegment scale,
            MemorySegment shift,
            float lower,
            float upper,
            MemorySegment out,
            long outAt);

    /** {@code out = (in - first) - second}. */
    void subtract(int n, float first, float second, MemorySegment in, long inAt, MemorySegment out, long outAt);

    /** {@code out = factor * exp(in - shift)}, with {@link Exponentials#exp}. */
    void exp(int n, float shift, float factor, MemorySegment in, long inAt, MemorySegment out, long outAt);

    /** {@link Exponentials#sigmoid} of each element. */
    void sigmoid(int n, MemorySegment in, long inAt, MemorySegment out, long outAt);

    /** {@link Exponentials#tanh} of each element. */
    void tanh(int n, MemorySegment in, long inAt, MemorySegment out, long outAt);

    /**
     * {@link UnaryFunctions#apply} of each element.
     *
     * @param scratch of {@link #SCRATCH_BYTES}, from {@code scratchAt} on, apart from both operands
     */
    void apply(
            UnaryOperation operation,
            int n,
            MemorySegment in,
            long inAt,
            MemorySegment out,
            long outAt,
            MemorySegment scratch,
            long scratchAt);

    /** The largest element, NaN if one is NaN, negative infinity if there is none. */
    float max(int n, MemorySegment in, long inAt);
}
