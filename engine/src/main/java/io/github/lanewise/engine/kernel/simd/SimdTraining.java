package io.github.lanewise.engine.kernel.simd;

import io.github.lanewise.engine.kernel.TrainingKernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link TrainingKernels} with a scalar loop for the last few elements. Twin: {@code ScalarTraining}. */
final class SimdTraining implements TrainingKernels {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int V = SPECIES.length();
    private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final int MAGNITUDE = Integer.MAX_VALUE;
    private static final int LEAST_NORMAL = 0x0080_0000;

    @Override
    public void reluGradient(
            int n, MemorySegment y, long yAt, MemorySegment dY, long dYAt, MemorySegment dX, long dXAt) {
        int vectors = SPECIES.loopBound(n);
        for (int i = 0; i < vectors; i += V) {
            FloatVector gradient = load(dY, dYAt + i * 4L);
            FloatVector left = gradient.blend(0, load(y, yAt + i * 4L).compare(VectorOperators.LE, 0));
            store(Clamps.flush(left), dX, dXAt + i * 4L);
        }
        for (int i = vectors; i < n; i++) {
            float gradient = y.get(FLOAT, yAt + i * 4L) <= 0 ? 0 : dY.get(FLOAT, dYAt + i * 4L);
            dX.set(FLOAT, dXAt + i * 4L, Clamps.flush(gradient));
        }
    }

    @Override
    public void descend(int n, float rate, float weightDecay, MemorySegment values, MemorySegment gradient, long at) {
        int vectors = SPECIES.loopBound(n);
        for (int i = 0; i < vectors; i += V) {
            FloatVector value = load(values, at + i * 4L);
            FloatVector g = load(gradient, at + i * 4L).add(value.mul(weightDecay));
            store(value.sub(g.mul(rate)), values, at + i * 4L);
        }
        for (int i = vectors; i < n; i++) {
            float value = values.get(FLOAT, at + i * 4L);
            float g = gradient.get(FLOAT, at + i * 4L) + weightDecay * value;
            values.set(FLOAT, at + i * 4L, value - rate * g);
        }
    }

    @Override
    public void momentum(
            int n,
            float rate,
            float momentum,
            float share,
            boolean nesterov,
            float weightDecay,
            MemorySegment values,
            MemorySegment gradient,
            MemorySegment velocity,
            long at) {
        int vectors = SPECIES.loopBound(n);
        for (int i = 0; i < vectors; i += V) {
            FloatVector value = load(values, at + i * 4L);
            FloatVector g = load(gradient, at + i * 4L).add(value.mul(weightDecay));
            FloatVector v =
                    Clamps.flush(load(velocity, at + i * 4L).mul(momentum).add(g.mul(share)));
            store(v, velocity, at + i * 4L);
            FloatVector direction = nesterov ? g.add(v.mul(momentum)) : v;
            store(value.sub(direction.mul(rate)), values, at + i * 4L);
        }
        for (int i = vectors; i < n; i++) {
            float value = values.get(FLOAT, at + i * 4L);
            float g = gradient.get(FLOAT, at + i * 4L) + weightDecay * value;
            float v = Clamps.flush(momentum * velocity.get(FLOAT, at + i * 4L) + share * g);
            velocity.set(FLOAT, at + i * 4L, v);
            values.set(FLOAT, at + i * 4L, value - rate * (nesterov ? g + momentum * v : v));
        }
    }

    @Override
    public void adamW(
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
            long at) {
        moments(n, beta1, share1, beta2, share2, gradient, first, second, at);
        adamW(n, rate, keep, root, epsilon, values, first, second, at);
    }

    /** Apart from the values: both in one loop are more than C2 takes in. */
    private static void moments(
            int n,
            float beta1,
            float share1,
            float beta2,
            float share2,
            MemorySegment gradient,
            MemorySegment first,
            MemorySegment second,
            long at) {
        int vectors = SPECIES.loopBound(n);
        for (int i = 0; i < vectors; i += V) {
            FloatVector g = load(gradient, at + i * 4L);
            store(Clamps.flush(load(first, at + i * 4L).mul(beta1).add(g.mul(share1))), first, at + i * 4L);
            FloatVector square = g.mul(share2).mul(g);
            store(Clamps.flush(load(second, at + i * 4L).mul(beta2).add(square)), second, at + i * 4L);
        }
        for (int i = vectors; i < n; i++) {
            float g = gradient.get(FLOAT, at + i * 4L);
            first.set(FLOAT, at + i * 4L, Clamps.flush(beta1 * first.get(FLOAT, at + i * 4L) + share1 * g));
            float square = share2 * g * g;
            second.set(FLOAT, at + i * 4L, Clamps.flush(beta2 * second.get(FLOAT, at + i * 4L) + square));
        }
    }

    private static void adamW(
            int n,
            float rate,
            float keep,
            float root,
            float epsilon,
            MemorySegment values,
            MemorySegment first,
            MemorySegment second,
            long at) {
        int vectors = SPECIES.loopBound(n);
        for (int i = 0; i < vectors; i += V) {
            FloatVector denominator = load(second, at + i * 4L).sqrt().div(root).add(epsilon);
            FloatVector step = load(first, at + i * 4L).mul(rate).div(denominator);
            store(load(values, at + i * 4L).mul(keep).sub(step), values, at + i * 4L);
        }
        for (int i = vectors; i < n; i++) {
            float denominator = (float) Math.sqrt(second.get(FLOAT, at + i * 4L)) / root + epsilon;
            float step = rate * first.get(FLOAT, at + i * 4L) / denominator;
            values.set(FLOAT, at + i * 4L, keep * values.get(FLOAT, at + i * 4L) - step);
        }
    }

    @Override
    public int countDenormals(int n, MemorySegment x, long at) {
        int vectors = SPECIES.loopBound(n);
        int count = 0;
        for (int i = 0; i < vectors; i += V) {
            IntVector magnitude =
                    IntVector.fromMemorySegment(INTS, x, at + i * 4L, NATIVE).and(MAGNITUDE);
            count += magnitude
                    .compare(VectorOperators.LT, LEAST_NORMAL)
                    .and(magnitude.compare(VectorOperators.NE, 0))
                    .trueCount();
        }
        for (int i = vectors; i < n; i++) {
            int magnitude = x.get(INT, at + i * 4L) & MAGNITUDE;
            count += magnitude != 0 && magnitude < LEAST_NORMAL ? 1 : 0;
        }
        return count;
    }

    @Override
    public void flushDenormals(int n, MemorySegment x, long at) {
        int vectors = SPECIES.loopBound(n);
        for (int i = 0; i < vectors; i += V) {
            store(Clamps.flush(load(x, at + i * 4L)), x, at + i * 4L);
        }
        for (int i = vectors; i < n; i++) {
            x.set(FLOAT, at + i * 4L, Clamps.flush(x.get(FLOAT, at + i * 4L)));
        }
    }

    private static FloatVector load(MemorySegment segment, long at) {
        return FloatVector.fromMemorySegment(SPECIES, segment, at, NATIVE);
    }

    private static void store(FloatVector vector, MemorySegment segment, long at) {
        vector.intoMemorySegment(segment, at, NATIVE);
    }
}
