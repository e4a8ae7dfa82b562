package io.github.lanewise.engine.kernel.simd;

import io.github.lanewise.engine.kernel.ChannelLanes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Sums of gradients behind a clamp for {@link SimdBatchNorm}: two vectors of lanes at a time go through the span. */
final class SimdClampedGradientSums {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int V = SPECIES.length();
    private static final long VECTOR = V * 4L;
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    static void run(
            int n, ChannelLanes lanes, float lower, float upper, MemorySegment x, long xAt, MemorySegment g, long gAt) {
        int period = lanes.period();
        int rounds = n / period;
        int lane = 0;
        for (; lane + 2 * V <= period; lane += 2 * V) {
            pair(rounds, lanes, lane, lower, upper, x, xAt + lane * 4L, g, gAt + lane * 4L);
        }
        for (; lane < period; lane += V) {
            single(rounds, lanes, lane, lower, upper, x, xAt + lane * 4L, g, gAt + lane * 4L);
        }
        long done = 4L * rounds * period;
        rest(n - rounds * period, lanes, lower, upper, x, xAt + done, g, gAt + done);
    }

    private static void pair(
            int rounds,
            ChannelLanes lanes,
            int lane,
            float lower,
            float upper,
            MemorySegment x,
            long xAt,
            MemorySegment g,
            long gAt) {
        long step = lanes.period() * 4L;
        FloatVector mean0 = lanes(lanes.mean(), lane), mean1 = lanes(lanes.mean(), lane + V);
        FloatVector scale0 = lanes(lanes.scale(), lane), scale1 = lanes(lanes.scale(), lane + V);
        FloatVector bias0 = lanes(lanes.bias(), lane), bias1 = lanes(lanes.bias(), lane + V);
        FloatVector sum0 = lanes(lanes.sums(), lane), sum1 = lanes(lanes.sums(), lane + V);
        FloatVector product0 = lanes(lanes.products(), lane), product1 = lanes(lanes.products(), lane + V);
        for (int i = 0; i < rounds; i++, xAt += step, gAt += step) {
            FloatVector d0 = load(x, xAt).sub(mean0), d1 = load(x, xAt + VECTOR).sub(mean1);
            FloatVector g0 = Clamps.mask(d0.mul(scale0).add(bias0), lower, upper, load(g, gAt));
            FloatVector g1 = Clamps.mask(d1.mul(scale1).add(bias1), lower, upper, load(g, gAt + VECTOR));
            sum0 = sum0.add(g0);
            sum1 = sum1.add(g1);
            product0 = product0.add(g0.mul(d0));
            product1 = product1.add(g1.mul(d1));
        }
        sum0.intoArray(lanes.sums(), lane);
        sum1.intoArray(lanes.sums(), lane + V);
        product0.intoArray(lanes.products(), lane);
        product1.intoArray(lanes.products(), lane + V);
    }

    private static void single(
            int rounds,
            ChannelLanes lanes,
            int lane,
            float lower,
            float upper,
            MemorySegment x,
            long xAt,
            MemorySegment g,
            long gAt) {
        long step = lanes.period() * 4L;
        FloatVector mean = lanes(lanes.mean(), lane);
        FloatVector scale = lanes(lanes.scale(), lane);
        FloatVector bias = lanes(lanes.bias(), lane);
        FloatVector sum = lanes(lanes.sums(), lane);
        FloatVector product = lanes(lanes.products(), lane);
        for (int i = 0; i < rounds; i++, xAt += step, gAt += step) {
            FloatVector d = load(x, xAt).sub(mean);
            FloatVector masked = Clamps.mask(d.mul(scale).add(bias), lower, upper, load(g, gAt));
            sum = sum.add(masked);
            product = product.add(masked.mul(d));
        }
        sum.intoArray(lanes.sums(), lane);
        product.intoArray(lanes.products(), lane);
    }

    private static void rest(
            int n, ChannelLanes lanes, float lower, float upper, MemorySegment x, long xAt, MemorySegment g, long gAt) {
        for (int i = 0; i < n; i++) {
            float d = x.get(FLOAT, xAt + i * 4L) - lanes.mean()[i];
            float result = d * lanes.scale()[i] + lanes.bias()[i];
            float masked = Clamps.mask(result, lower, upper, g.get(FLOAT, gAt + i * 4L));
            lanes.sums()[i] += masked;
            lanes.products()[i] += masked * d;
        }
    }

    private static FloatVector load(MemorySegment segment, long at) {
        return FloatVector.fromMemorySegment(SPECIES, segment, at, ByteOrder.nativeOrder());
    }

    private static FloatVector lanes(float[] values, int lane) {
        return FloatVector.fromArray(SPECIES, values, lane);
    }
}
