package io.github.lanewise.engine.kernel.simd;

import io.github.lanewise.engine.kernel.ChannelLanes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Sums and a copy of masked gradients for {@link SimdBatchNorm}: two vectors of lanes at a time go through the span. */
final class SimdMaskedGradientSums {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int V = SPECIES.length();
    private static final long VECTOR = V * 4L;
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    static void run(
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
        int period = lanes.period();
        int rounds = n / period;
        int lane = 0;
        for (; lane + 2 * V <= period; lane += 2 * V) {
            long at = lane * 4L;
            pair(rounds, lanes, lane, lower, upper, x, xAt + at, y, yAt + at, g, gAt + at, masked, maskedAt + at);
        }
        for (; lane < period; lane += V) {
            long at = lane * 4L;
            single(rounds, lanes, lane, lower, upper, x, xAt + at, y, yAt + at, g, gAt + at, masked, maskedAt + at);
        }
        int left = n - rounds * period;
        long at = 4L * rounds * period;
        rest(left, lanes, lower, upper, x, xAt + at, y, yAt + at, g, gAt + at, masked, maskedAt + at);
    }

    private static void pair(
            int rounds,
            ChannelLanes lanes,
            int lane,
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
        long step = lanes.period() * 4L;
        FloatVector mean0 = lanes(lanes.mean(), lane), mean1 = lanes(lanes.mean(), lane + V);
        FloatVector sum0 = lanes(lanes.sums(), lane), sum1 = lanes(lanes.sums(), lane + V);
        FloatVector product0 = lanes(lanes.products(), lane), product1 = lanes(lanes.products(), lane + V);
        for (int i = 0; i < rounds; i++, xAt += step, yAt += step, gAt += step, maskedAt += step) {
            FloatVector g0 = Clamps.flush(Clamps.mask(load(y, yAt), lower, upper, load(g, gAt)));
            FloatVector g1 = Clamps.flush(Clamps.mask(load(y, yAt + VECTOR), lower, upper, load(g, gAt + VECTOR)));
            sum0 = sum0.add(g0);
            sum1 = sum1.add(g1);
            product0 = product0.add(g0.mul(load(x, xAt).sub(mean0)));
            product1 = product1.add(g1.mul(load(x, xAt + VECTOR).sub(mean1)));
            g0.intoMemorySegment(masked, maskedAt, ByteOrder.nativeOrder());
            g1.intoMemorySegment(masked, maskedAt + VECTOR, ByteOrder.nativeOrder());
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
            MemorySegment y,
            long yAt,
            MemorySegment g,
            long gAt,
            MemorySegment masked,
            long maskedAt) {
        long step = lanes.period() * 4L;
        FloatVector mean = lanes(lanes.mean(), lane);
        FloatVector sum = lanes(lanes.sums(), lane);
        FloatVector product = lanes(lanes.products(), lane);
        for (int i = 0; i < rounds; i++, xAt += step, yAt += step, gAt += step, maskedAt += step) {
            FloatVector left = Clamps.flush(Clamps.mask(load(y, yAt), lower, upper, load(g, gAt)));
            sum = sum.add(left);
            product = product.add(left.mul(load(x, xAt).sub(mean)));
            left.intoMemorySegment(masked, maskedAt, ByteOrder.nativeOrder());
        }
        sum.intoArray(lanes.sums(), lane);
        product.intoArray(lanes.products(), lane);
    }

    private static void rest(
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
        for (int i = 0; i < n; i++) {
            float result = y.get(FLOAT, yAt + i * 4L);
            float gradient = g.get(FLOAT, gAt + i * 4L);
            float left = Clamps.flush(Clamps.mask(result, lower, upper, gradient));
            lanes.sums()[i] += left;
            lanes.products()[i] += left * (x.get(FLOAT, xAt + i * 4L) - lanes.mean()[i]);
            masked.set(FLOAT, maskedAt + i * 4L, left);
        }
    }

    private static FloatVector load(MemorySegment segment, long at) {
        return FloatVector.fromMemorySegment(SPECIES, segment, at, ByteOrder.nativeOrder());
    }

    private static FloatVector lanes(float[] values, int lane) {
        return FloatVector.fromArray(SPECIES, values, lane);
    }
}
