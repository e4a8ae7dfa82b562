package io.github.lanewise.engine.kernel.simd;

import io.github.lanewise.engine.kernel.ChannelLanes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The gradients that {@link SimdBatchNorm} passes on, for at most as many elements as there are lanes. */
final class SimdBatchNormGradient {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int V = SPECIES.length();
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    static void plain(
            int n,
            ChannelLanes lanes,
            MemorySegment x,
            long xAt,
            MemorySegment g,
            long gAt,
            MemorySegment dX,
            long dXAt) {
        float[] mean = lanes.mean();
        float[] scale = lanes.scale();
        float[] differenceFactor = lanes.differenceFactor();
        float[] summand = lanes.summand();
        int vectors = SPECIES.loopBound(n);
        for (int i = 0; i < vectors; i += V) {
            FloatVector difference = load(x, xAt + i * 4L).sub(lanes(mean, i)).mul(lanes(differenceFactor, i));
            FloatVector scaled = load(g, gAt + i * 4L).mul(lanes(scale, i));
            store(Clamps.flush(scaled.add(difference).add(lanes(summand, i))), dX, dXAt + i * 4L);
        }
        for (int i = vectors; i < n; i++) {
            float difference = (x.get(FLOAT, xAt + i * 4L) - mean[i]) * differenceFactor[i];
            float gradient = g.get(FLOAT, gAt + i * 4L) * scale[i] + difference + summand[i];
            dX.set(FLOAT, dXAt + i * 4L, Clamps.flush(gradient));
        }
    }

    static void clamped(
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
        float[] mean = lanes.mean();
        float[] scale = lanes.scale();
        float[] bias = lanes.bias();
        float[] differenceFactor = lanes.differenceFactor();
        float[] summand = lanes.summand();
        int vectors = SPECIES.loopBound(n);
        for (int i = 0; i < vectors; i += V) {
            FloatVector d = load(x, xAt + i * 4L).sub(lanes(mean, i));
            FloatVector result = d.mul(lanes(scale, i)).add(lanes(bias, i));
            FloatVector masked = Clamps.mask(result, lower, upper, load(g, gAt + i * 4L));
            FloatVector scaled = masked.mul(lanes(scale, i));
            store(
                    Clamps.flush(scaled.add(d.mul(lanes(differenceFactor, i))).add(lanes(summand, i))),
                    dX,
                    dXAt + i * 4L);
        }
        for (int i = vectors; i < n; i++) {
            float d = x.get(FLOAT, xAt + i * 4L) - mean[i];
            float result = d * scale[i] + bias[i];
            float masked = Clamps.mask(result, lower, upper, g.get(FLOAT, gAt + i * 4L));
            float gradient = masked * scale[i] + d * differenceFactor[i] + summand[i];
            dX.set(FLOAT, dXAt + i * 4L, Clamps.flush(gradient));
        }
    }

    private static FloatVector load(MemorySegment segment, long at) {
        return FloatVector.fromMemorySegment(SPECIES, segment, at, ByteOrder.nativeOrder());
    }

    private static void store(FloatVector vector, MemorySegment segment, long at) {
        vector.intoMemorySegment(segment, at, ByteOrder.nativeOrder());
    }

    private static FloatVector lanes(float[] values, int lane) {
        return FloatVector.fromArray(SPECIES, values, lane);
    }
}
