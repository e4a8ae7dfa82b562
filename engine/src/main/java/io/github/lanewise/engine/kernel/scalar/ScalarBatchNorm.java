package io.github.lanewise.engine.kernel.scalar;

import io.github.lanewise.engine.kernel.BatchNormKernels;
import io.github.lanewise.engine.kernel.ChannelLanes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** {@link BatchNormKernels} in plain Java. */
final class ScalarBatchNorm implements BatchNormKernels {

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    @Override
    public void moments(int n, ChannelLanes lanes, MemorySegment x, long xAt) {
        float[] mean = lanes.mean();
        float[] sums = lanes.sums();
        float[] products = lanes.products();
        for (int i = 0, lane = 0; i < n; i++) {
            float d = x.get(FLOAT, xAt + i * 4L) - mean[lane];
            sums[lane] += d;
            products[lane] += d * d;
            lane = lane + 1 == lanes.period() ? 0 : lane + 1;
        }
    }

    @Override
    public void normalise(
            int n, ChannelLanes lanes, float lower, float upper, MemorySegment x, long xAt, MemorySegment y, long yAt) {
        for (int i = 0, lane = 0; i < n; i++) {
            float result = normal(lanes, lane, x.get(FLOAT, xAt + i * 4L));
            y.set(FLOAT, yAt + i * 4L, clamp(result, lower, upper));
            lane = lane + 1 == lanes.period() ? 0 : lane + 1;
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
        for (int i = 0, lane = 0; i < n; i++) {
            float result = normal(lanes, lane, x.get(FLOAT, xAt + i * 4L)) + residual.get(FLOAT, residualAt + i * 4L);
            y.set(FLOAT, yAt + i * 4L, clamp(result, lower, upper));
            lane = lane + 1 == lanes.period() ? 0 : lane + 1;
        }
    }

    @Override
    public void gradientSums(int n, ChannelLanes lanes, MemorySegment x, long xAt, MemorySegment g, long gAt) {
        for (int i = 0, lane = 0; i < n; i++) {
            addGradient(lanes, lane, x.get(FLOAT, xAt + i * 4L), g.get(FLOAT, gAt + i * 4L));
            lane = lane + 1 == lanes.period() ? 0 : lane + 1;
        }
    }

    @Override
    public void clampedGradientSums(
            int n, ChannelLanes lanes, float lower, float upper, MemorySegment x, long xAt, MemorySegment g, long gAt) {
        for (int i = 0, lane = 0; i < n; i++) {
            float value = x.get(FLOAT, xAt + i * 4L);
            float result = normal(lanes, lane, value);
            addGradient(lanes, lane, value, mask(result, lower, upper, g.get(FLOAT, gAt + i * 4L)));
            lane = lane + 1 == lanes.period() ? 0 : lane + 1;
        }
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
        for (int i = 0, lane = 0; i < n; i++) {
            float left = mask(y.get(FLOAT, yAt + i * 4L), lower, upper, g.get(FLOAT, gAt + i * 4L));
            float flushed = ScalarTraining.flush(left);
            addGradient(lanes, lane, x.get(FLOAT, xAt + i * 4L), flushed);
            masked.set(FLOAT, maskedAt + i * 4L, flushed);
            lane = lane + 1 == lanes.period() ? 0 : lane + 1;
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
        for (int i = 0, lane = 0; i < n; i++) {
            float gradient = gradient(lanes, lane, x.get(FLOAT, xAt + i * 4L), g.get(FLOAT, gAt + i * 4L));
            dX.set(FLOAT, dXAt + i * 4L, gradient);
            lane = lane + 1 == lanes.period() ? 0 : lane + 1;
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
        for (int i = 0, lane = 0; i < n; i++) {
            float value = x.get(FLOAT, xAt + i * 4L);
            float left = mask(normal(lanes, lane, value), lower, upper, g.get(FLOAT, gAt + i * 4L));
            dX.set(FLOAT, dXAt + i * 4L, gradient(lanes, lane, value, left));
            lane = lane + 1 == lanes.period() ? 0 : lane + 1;
        }
    }

    private static float normal(ChannelLanes lanes, int lane, float x) {
        return (x - lanes.mean()[lane]) * lanes.scale()[lane] + lanes.bias()[lane];
    }

    private static void addGradient(ChannelLanes lanes, int lane, float x, float g) {
        lanes.sums()[lane] += g;
        lanes.products()[lane] += g * (x - lanes.mean()[lane]);
    }

    private static float gradient(ChannelLanes lanes, int lane, float x, float g) {
        float difference = (x - lanes.mean()[lane]) * lanes.differenceFactor()[lane];
        return ScalarTraining.flush(g * lanes.scale()[lane] + difference + lanes.summand()[lane]);
    }

    private static float mask(float result, float lower, float upper, float g) {
        return result <= lower || (result >= upper && upper != Float.POSITIVE_INFINITY) ? 0 : g;
    }

    private static float clamp(float x, float lower, float upper) {
        return x < lower ? lower : x > upper ? upper : x;
    }
}
