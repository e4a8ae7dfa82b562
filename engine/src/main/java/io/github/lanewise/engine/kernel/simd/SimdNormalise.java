package io.github.lanewise.engine.kernel.simd;

import io.github.lanewise.engine.kernel.ChannelLanes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The results of {@link SimdBatchNorm}, for at most as many elements as there are lanes. */
final class SimdNormalise {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int V = SPECIES.length();
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    static void plain(
            int n, ChannelLanes lanes, float lower, float upper, MemorySegment x, long xAt, MemorySegment y, long yAt) {
        float[] mean = lanes.mean();
        float[] scale = lanes.scale();
        float[] bias = lanes.bias();
        int vectors = SPECIES.loopBound(n);
        for (int i = 0; i < vectors; i += V) {
            FloatVector d = load(x, xAt + i * 4L).sub(lanes(mean, i));
            store(Clamps.clamp(d.mul(lanes(scale, i)).add(lanes(bias, i)), lower, upper), y, yAt + i * 4L);
        }
        for (int i = vectors; i < n; i++) {
            float result = (x.get(FLOAT, xAt + i * 4L) - mean[i]) * scale[i] + bias[i];
            y.set(FLOAT, yAt + i * 4L, Clamps.clamp(result, lower, upper));
        }
    }

    static void add(
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
        float[] mean = lanes.mean();
        float[] scale = lanes.scale();
        float[] bias = lanes.bias();
        int vectors = SPECIES.loopBound(n);
        for (int i = 0; i < vectors; i += V) {
            FloatVector d = load(x, xAt + i * 4L).sub(lanes(mean, i));
            FloatVector sum = d.mul(lanes(scale, i)).add(lanes(bias, i)).add(load(residual, residualAt + i * 4L));
            store(Clamps.clamp(sum, lower, upper), y, yAt + i * 4L);
        }
        for (int i = vectors; i < n; i++) {
            float result = (x.get(FLOAT, xAt + i * 4L) - mean[i]) * scale[i] + bias[i];
            y.set(FLOAT, yAt + i * 4L, Clamps.clamp(result + residual.get(FLOAT, residualAt + i * 4L), lower, upper));
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
