package io.github.lanewise.engine.kernel;

import io.github.lanewise.engine.tensor.Reduction;
import java.lang.foreign.MemorySegment;

/**
 * Sums and extremes of neighbouring elements; all segments are native memory. Every chain has one order and every product
 * is rounded, so both tiers and all vector widths give the same bits.
 */
public interface ReductionKernels {

    /** Over how many chains {@link #chain} spreads its elements. */
    int CHAINS = 32;

    /** {@code out[i] = accumulate(out[i], in[i])}, see {@link Reduction#accumulate}. */
    void accumulate(Reduction reduction, int n, MemorySegment in, long inAt, MemorySegment out, long outAt);

    /** {@code chains[i % 32] = accumulate(chains[i % 32], in[i] - shift)}, i ascending; n is a multiple of 32. */
    void chain(Reduction reduction, int n, float shift, MemorySegment in, long inAt, float[] chains);

    /** {@code out[c] = Σ (in[pixel, c] - mean[c])²}, one chain from 0 for each channel; the mean begins at byte 0. */
    void squaredDeviations(
            int pixels, int channels, MemorySegment in, long inAt, MemorySegment mean, MemorySegment out, long outAt);

    /** All chains in one, folded in halves. */
    static float fold(Reduction reduction, float[] chains) {
        for (int half = CHAINS / 2; half > 0; half /= 2) {
            for (int i = 0; i < half; i++) {
                chains[i] = reduction.combine(chains[i], chains[i + half]);
            }
        }
        return chains[0];
    }
}
