package io.github.lanewise.engine.kernel.simd;

import io.github.lanewise.engine.kernel.ChannelLanes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Sums of gradients for {@link SimdBatchNorm}: two vectors of lanes at a time go through the span. */
final class SimdGradientSums {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int V = SPECIES.length();
    private static final long VECTOR = V * 4L;
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    static void run(int n, ChannelLanes lanes, MemorySegment x, long xAt, MemorySegment g, long gAt) {
        int period = lanes.period();
        int rounds = n / period;
        int lane = 0;
        for (; lane + 2 * V <= period; lane += 2 * V) {
            pair(rounds, lanes, lane, x, xAt + lane * 4L, g, gAt + lane * 4L);
        }
        for (; lane < period; lane += V) {
            single(rounds, lanes, lane, x, xAt + lane * 4L, g, gAt + lane * 4L);
        }
        rest(n - rounds * period, lanes, x, xAt + 4L * rounds * period, g, gAt + 4L * rounds * period);
    }

    private static void pair(
            int rounds, ChannelLanes lanes, int lane, MemorySegment x, long xAt, MemorySegment g, long gAt) {
        long step = lanes.period() * 4L;
        FloatVector mean0 = lanes(lanes.mean(), lane), mean1 = lanes(lanes.mean(), lane + V);
        FloatVector sum0 = lanes(lanes.sums(), lane), sum1 = lanes(lanes.sums(), lane + V);
        FloatVector product0 = lanes(lanes.products(), lane), product1 = lanes(lanes.products(), lane + V);
        for (int i = 0; i < rounds; i++, xAt += step, gAt += step) {
            FloatVector g0 = load(g, gAt), g1 = load(g, gAt + VECTOR);
            sum0 = sum0.add(g0);
            sum1 = sum1.add(g1);
            product0 = product0.add(g0.mul(load(x, xAt).sub(mean0)));
            product1 = product1.add(g1.mul(load(x, xAt + VECTOR).sub(mean1)));
        }
        sum0.intoArray(lanes.sums(), lane);
        sum1.intoArray(lanes.sums(), lane + V);
        product0.intoArray(lanes.products(), lane);
        product1.intoArray(lanes.products(), lane + V);
    }

    private static void single(
            int rounds, ChannelLanes lanes, int lane, MemorySegment x, long xAt, MemorySegment g, long gAt) {
        long step = lanes.period() * 4L;
        FloatVector mean = lanes(lanes.mean(), lane);
        FloatVector sum = lanes(lanes.sums(), lane);
        FloatVector product = lanes(lanes.products(), lane);
        for (int i = 0; i < rounds; i++, xAt += step, gAt += step) {
            FloatVector gradient = load(g, gAt);
            sum = sum.add(gradient);
            product = product.add(gradient.mul(load(x, xAt).sub(mean)));
        }
        sum.intoArray(lanes.sums(), lane);
        product.intoArray(lanes.products(), lane);
    }

    private static void rest(int n, ChannelLanes lanes, MemorySegment x, long xAt, MemorySegment g, long gAt) {
        for (int i = 0; i < n; i++) {
            float gradient = g.get(FLOAT, gAt + i * 4L);
            lanes.sums()[i] += gradient;
            lanes.products()[i] += gradient * (x.get(FLOAT, xAt + i * 4L) - lanes.mean()[i]);
        }
    }

    private static FloatVector load(MemorySegment segment, long at) {
        return FloatVector.fromMemorySegment(SPECIES, segment, at, ByteOrder.nativeOrder());
    }

    private static FloatVector lanes(float[] values, int lane) {
        return FloatVector.fromArray(SPECIES, values, lane);
    }
}
