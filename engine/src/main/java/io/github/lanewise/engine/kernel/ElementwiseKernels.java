package io.github.lanewise.engine.kernel;

import java.lang.foreign.MemorySegment;

/**
 * Arithmetic on neighbouring elements, {@code n} floats from a byte of each operand; all segments are native memory.
 *
 * <p>Every element depends on its own operands alone, by products and sums that are rounded one by one, so both tiers and
 * all vector widths give the same bits. The result may replace an operand that begins at the same byte, but must not
 * overlap one otherwise. {@code clamp(x)} is {@code x < lower ? lower : x > upper ? upper : x}.
 */
public interface ElementwiseKernels {

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

    /** The largest element, NaN if one is NaN, negative infinity if there is none. */
    float max(int n, MemorySegment in, long inAt);
}
