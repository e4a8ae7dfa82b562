package io.github.lanewise.engine.kernel;

import java.lang.foreign.MemorySegment;

/**
 * What training does to {@code n} neighbouring floats; all segments are native memory.
 *
 * <p>Every element depends on its own operands alone, by operations that are rounded one by one in the order of the brackets,
 * so both tiers and all vector widths give the same bits. A result may replace an operand that begins at the same byte, but
 * must not overlap one otherwise. {@code flush(x)} is 0 where the magnitude of x is below 2⁻¹²⁶.
 */
public interface TrainingKernels {

    /** {@code dX = flush(y <= 0 ? 0 : dY)}. */
    void reluGradient(int n, MemorySegment y, long yAt, MemorySegment dY, long dYAt, MemorySegment dX, long dXAt);

    /** {@code values -= rate · (gradient + weightDecay · values)}, both from byte {@code at} on. */
    void descend(int n, float rate, float weightDecay, MemorySegment values, MemorySegment gradient, long at);

    /**
     * With {@code g = gradient + weightDecay · values}: {@code velocity = flush(momentum · velocity + share · g)}, then {@code
     * values -= rate · velocity}, or with Nesterov's momentum {@code values -= rate · (g + momentum · velocity)}. All three
     * from byte {@code at} on.
     */
    void momentum(
            int n,
            float rate,
            float momentum,
            float share,
            boolean nesterov,
            float weightDecay,
            MemorySegment values,
            MemorySegment gradient,
            MemorySegment velocity,
            long at);

    /**
     * {@code first = flush(beta1 · first + share1 · g)}, {@code second = flush(beta2 · second + (share2 · g) · g)}, {@code
     * values = (keep · values) - (rate · first) / (√second / root + epsilon)}. All four from byte {@code at} on.
     */
    void adamW(
            int n,
            float rate,
            float keep,
            float beta1,
            float share1,
            float beta2,
            float share2,
            float root,
            float epsilon,
            MemorySegment values,
            MemorySegment gradient,
            MemorySegment first,
            MemorySegment second,
            long at);

    /** How many elements are not 0 but of a magnitude below 2⁻¹²⁶. */
    int countDenormals(int n, MemorySegment x, long at);

    /** {@code x = flush(x)}. */
    void flushDenormals(int n, MemorySegment x, long at);
}
