package io.github.lanewise.engine.kernel.simd;

import io.github.lanewise.engine.kernel.BatchNormKernels;
import io.github.lanewise.engine.kernel.ChannelLanes;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/** {@link BatchNormKernels}, a file for each. Twin: {@code ScalarBatchNorm}. */
final class SimdBatchNorm implements BatchNormKernels {

    /** Two vectors. More lanes take several passes, of which the later ones shall find four operands in the first cache. */
    private static final int ONE_PASS = 2 * FloatVector.SPECIES_PREFERRED.length();

    @Override
    public void moments(int n, ChannelLanes lanes, MemorySegment x, long xAt) {
        SimdMoments.run(n, lanes, x, xAt);
    }

    @Override
    public void normalise(
            int n, ChannelLanes lanes, float lower, float upper, MemorySegment x, long xAt, MemorySegment y, long yAt) {
        for (int from = 0; from < n; from += lanes.length()) {
            int count = Math.min(lanes.length(), n - from);
            long at = from * 4L;
            SimdNormalise.plain(count, lanes, lower, upper, x, xAt + at, y, yAt + at);
        }
    }

    @Override
    public void normaliseAdd(
            int n,
            ChannelLanes lanes,
            float lower,
            float upper,
            MemorySegment x,
            long xAt,
            MemorySegment residual,
            long residualAt,
            MemorySegment y,
            long yAt) {
        for (int from = 0; from < n; from += lanes.length()) {
            int count = Math.min(lanes.length(), n - from);
            long at = from * 4L;
            SimdNormalise.add(count, lanes, lower, upper, x, xAt + at, residual, residualAt + at, y, yAt + at);
        }
    }

    @Override
    public void gradientSums(int n, ChannelLanes lanes, MemorySegment x, long xAt, MemorySegment g, long gAt) {
        SimdGradientSums.run(n, lanes, x, xAt, g, gAt);
    }

    @Override
    public void clampedGradientSums(
            int n, ChannelLanes lanes, float lower, float upper, MemorySegment x, long xAt, MemorySegment g, long gAt) {
        SimdClampedGradientSums.run(n, lanes, lower, upper, x, xAt, g, gAt);
    }

    @Override
    public void maskedGradientSums(
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
            long maskedAt) {
        int piece = lanes.period() <= ONE_PASS ? n : lanes.length();
        for (int from = 0; from < n; from += piece) {
            int count = Math.min(piece, n - from);
            long at = from * 4L;
            SimdMaskedGradientSums.run(
                    count, lanes, lower, upper, x, xAt + at, y, yAt + at, g, gAt + at, masked, maskedAt + at);
        }
    }

    @Override
    public void gradient(
            int n,
            ChannelLanes lanes,
            MemorySegment x,
            long xAt,
            MemorySegment g,
            long gAt,
            MemorySegment dX,
            long dXAt) {
        for (int from = 0; from < n; from += lanes.length()) {
            int count = Math.min(lanes.length(), n - from);
            long at = from * 4L;
            SimdBatchNormGradient.plain(count, lanes, x, xAt + at, g, gAt + at, dX, dXAt + at);
        }
    }

    @Override
    public void clampedGradient(
            int n,
            ChannelLanes lanes,
            float lower,
            float upper,
            MemorySegment x,
            long xAt,
            MemorySegment g,
            long gAt,
            MemorySegment dX,
            long dXAt) {
        for (int from = 0; from < n; from += lanes.length()) {
            int count = Math.min(lanes.length(), n - from);
            long at = from * 4L;
            SimdBatchNormGradient.clamped(count, lanes, lower, upper, x, xAt + at, g, gAt + at, dX, dXAt + at);
        }
    }
}
