package io.github.lanewise.engine.kernel.simd;

import io.github.lanewise.engine.kernel.ReductionKernels;
import io.github.lanewise.engine.tensor.Reduction;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link ReductionKernels} with one loop for each reduction. Chains that lie side by side are lanes of one vector; two vectors
 * go through the elements at a time. Twin: {@code ScalarReductions}.
 */
final class SimdReductions implements ReductionKernels {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int V = SPECIES.length();
    private static final long VECTOR = V * 4L;
    private static final long ROUND = CHAINS * 4L;
    private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    @Override
    public void accumulate(Reduction reduction, int n, MemorySegment in, long inAt, MemorySegment out, long outAt) {
        long whole = 4L * SPECIES.loopBound(n);
        switch (reduction) {
            case SUM, MEAN -> add(whole, in, inAt, out, outAt);
            case MINIMUM -> minimum(whole, in, inAt, out, outAt);
            case MAXIMUM -> maximum(whole, in, inAt, out, outAt);
            case L1 -> addMagnitude(whole, in, inAt, out, outAt);
            case L2, SUM_OF_SQUARES -> addSquare(whole, in, inAt, out, outAt);
        }
        for (long i = whole; i < 4L * n; i += 4) {
            float partial = out.get(FLOAT, outAt + i);
            out.set(FLOAT, outAt + i, reduction.accumulate(partial, in.get(FLOAT, inAt + i)));
        }
    }

    @Override
    public void chain(Reduction reduction, int n, float shift, MemorySegment in, long inAt, float[] chains) {
        for (int lane = 0; lane < CHAINS; lane += 2 * V) {
            long at = inAt + 4L * lane;
            switch (reduction) {
                case SUM, MEAN -> add(4L * n, shift, in, at, chains, lane);
                case MINIMUM -> minimum(4L * n, shift, in, at, chains, lane);
                case MAXIMUM -> maximum(4L * n, shift, in, at, chains, lane);
                case L1 -> addMagnitude(4L * n, shift, in, at, chains, lane);
                case L2, SUM_OF_SQUARES -> addSquare(4L * n, shift, in, at, chains, lane);
            }
        }
    }

    @Override
    public void squaredDeviations(
            int pixels, int channels, MemorySegment in, long inAt, MemorySegment mean, MemorySegment out, long outAt) {
        int vectors = SPECIES.loopBound(channels);
        for (int c = 0; c < vectors; c += V) {
            FloatVector average = load(mean, c * 4L);
            FloatVector sum = FloatVector.zero(SPECIES);
            long at = inAt + c * 4L;
            for (int pixel = 0; pixel < pixels; pixel++, at += channels * 4L) {
                FloatVector deviation = load(in, at).sub(average);
                sum = sum.add(deviation.mul(deviation));
            }
            store(sum, out, outAt + c * 4L);
        }
        for (int c = vectors; c < channels; c++) {
            float average = mean.get(FLOAT, c * 4L);
            float sum = 0;
            for (long pixel = 0; pixel < pixels; pixel++) {
                float deviation = in.get(FLOAT, inAt + (pixel * channels + c) * 4) - average;
                sum += deviation * deviation;
            }
            out.set(FLOAT, outAt + c * 4L, sum);
        }
    }

    private static void add(long bytes, MemorySegment in, long inAt, MemorySegment out, long outAt) {
        for (long i = 0; i < bytes; i += VECTOR) {
            store(load(out, outAt + i).add(load(in, inAt + i)), out, outAt + i);
        }
    }

    private static void minimum(long bytes, MemorySegment in, long inAt, MemorySegment out, long outAt) {
        for (long i = 0; i < bytes; i += VECTOR) {
            store(load(out, outAt + i).min(load(in, inAt + i)), out, outAt + i);
        }
    }

    private static void maximum(long bytes, MemorySegment in, long inAt, MemorySegment out, long outAt) {
        for (long i = 0; i < bytes; i += VECTOR) {
            store(load(out, outAt + i).max(load(in, inAt + i)), out, outAt + i);
        }
    }

    private static void addMagnitude(long bytes, MemorySegment in, long inAt, MemorySegment out, long outAt) {
        for (long i = 0; i < bytes; i += VECTOR) {
            store(load(out, outAt + i).add(load(in, inAt + i).abs()), out, outAt + i);
        }
    }

    private static void addSquare(long bytes, MemorySegment in, long inAt, MemorySegment out, long outAt) {
        for (long i = 0; i < bytes; i += VECTOR) {
            FloatVector x = load(in, inAt + i);
            store(load(out, outAt + i).add(x.mul(x)), out, outAt + i);
        }
    }

    private static void add(long bytes, float shift, MemorySegment in, long inAt, float[] chains, int lane) {
        FloatVector first = FloatVector.fromArray(SPECIES, chains, lane);
        FloatVector second = FloatVector.fromArray(SPECIES, chains, lane + V);
        for (long i = 0; i < bytes; i += ROUND) {
            first = first.add(load(in, inAt + i).sub(shift));
            second = second.add(load(in, inAt + i + VECTOR).sub(shift));
        }
        first.intoArray(chains, lane);
        second.intoArray(chains, lane + V);
    }

    private static void minimum(long bytes, float shift, MemorySegment in, long inAt, float[] chains, int lane) {
        FloatVector first = FloatVector.fromArray(SPECIES, chains, lane);
        FloatVector second = FloatVector.fromArray(SPECIES, chains, lane + V);
        for (long i = 0; i < bytes; i += ROUND) {
            first = first.min(load(in, inAt + i).sub(shift));
            second = second.min(load(in, inAt + i + VECTOR).sub(shift));
        }
        first.intoArray(chains, lane);
        second.intoArray(chains, lane + V);
    }

    private static void maximum(long bytes, float shift, MemorySegment in, long inAt, float[] chains, int lane) {
        FloatVector first = FloatVector.fromArray(SPECIES, chains, lane);
        FloatVector second = FloatVector.fromArray(SPECIES, chains, lane + V);
        for (long i = 0; i < bytes; i += ROUND) {
            first = first.max(load(in, inAt + i).sub(shift));
            second = second.max(load(in, inAt + i + VECTOR).sub(shift));
        }
        first.intoArray(chains, lane);
        second.intoArray(chains, lane + V);
    }

    private static void addMagnitude(long bytes, float shift, MemorySegment in, long inAt, float[] chains, int lane) {
        FloatVector first = FloatVector.fromArray(SPECIES, chains, lane);
        FloatVector second = FloatVector.fromArray(SPECIES, chains, lane + V);
        for (long i = 0; i < bytes; i += ROUND) {
            first = first.add(load(in, inAt + i).sub(shift).abs());
            second = second.add(load(in, inAt + i + VECTOR).sub(shift).abs());
        }
        first.intoArray(chains, lane);
        second.intoArray(chains, lane + V);
    }

    private static void addSquare(long bytes, float shift, MemorySegment in, long inAt, float[] chains, int lane) {
        FloatVector first = FloatVector.fromArray(SPECIES, chains, lane);
        FloatVector second = FloatVector.fromArray(SPECIES, chains, lane + V);
        for (long i = 0; i < bytes; i += ROUND) {
            FloatVector x = load(in, inAt + i).sub(shift);
            FloatVector z = load(in, inAt + i + VECTOR).sub(shift);
            first = first.add(x.mul(x));
            second = second.add(z.mul(z));
        }
        first.intoArray(chains, lane);
        second.intoArray(chains, lane + V);
    }

    private static FloatVector load(MemorySegment segment, long at) {
        return FloatVector.fromMemorySegment(SPECIES, segment, at, NATIVE);
    }

    private static void store(FloatVector vector, MemorySegment segment, long at) {
        vector.intoMemorySegment(segment, at, NATIVE);
    }
}
