package io.github.lanewise.engine.kernel;

import java.lang.foreign.MemorySegment;

/**
 * The passes of batch norm over a span of {@code n} neighbouring floats that begins with a pixel; all segments are native
 * memory. Element i of a span belongs to lane {@code i % lanes.period()} of the sums, or {@code i % lanes.length()} of the
 * functions of single elements; {@code d = x - lanes.mean()}.
 *
 * <p>Every lane of a sum is one chain, i ascending, that goes on from what stands in it. Products and sums are rounded one by
 * one, so both tiers and all vector widths give the same bits. Gradients that are written are 0 where their magnitude is
 * below 2⁻¹²⁶. A result may replace an operand that begins at the same byte, but must not overlap one otherwise.
 */
public interface BatchNormKernels {

    /** {@code sums += d}, {@code products += d · d}. */
    void moments(int n, ChannelLanes lanes, MemorySegment x, long xAt);

    /** {@code y = clamp(d · scale + bias)}. */
    void normalise(
            int n, ChannelLanes lanes, float lower, float upper, MemorySegment x, long xAt, MemorySegment y, long yAt);

    /** {@code y = clamp((d · scale + bias) + residual)}. */
    void normaliseAdd(
            int n,
            ChannelLanes lanes,
            float lower,
            float upper,
            MemorySegment x,
            long xAt,
            MemorySegment residual,
            long residualAt,
            MemorySegment y,
            long yAt);

    /** {@code sums += g}, {@code products += g · d}. */
    void gradientSums(int n, ChannelLanes lanes, MemorySegment x, long xAt, MemorySegment g, long gAt);

    /** The same with g set to 0 first where {@code d · scale + bias} lies at a bound or beyond; g is not written. */
    void clampedGradientSums(
            int n, ChannelLanes lanes, float lower, float upper, MemorySegment x, long xAt, MemorySegment g, long gAt);

    /** The same where y lies at a bound or beyond; {@code masked} becomes what is left of g. */
    void maskedGradientSums(
            int n,
            ChannelLanes lanes,
            float lower,
            float upper,
            MemorySegment x,
            long xAt,
            MemorySegment y,
            long yAt,
            MemorySegment g,
            long gAt,
            MemorySegment masked,
            long maskedAt);

    /** {@code dX = (g · scale + d · differenceFactor) + summand}. */
    void gradient(
            int n,
            ChannelLanes lanes,
            MemorySegment x,
            long xAt,
            MemorySegment g,
            long gAt,
            MemorySegment dX,
            long dXAt);

    /** The same with g masked as in {@link #clampedGradientSums}. */
    void clampedGradient(
            int n,
            ChannelLanes lanes,
            float lower,
            float upper,
            MemorySegment x,
            long xAt,
            MemorySegment g,
            long gAt,
            MemorySegment dX,
            long dXAt);
}
