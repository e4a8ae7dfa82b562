package io.github.lanewise.engine.kernel.scalar;

import io.github.lanewise.engine.kernel.TrainingKernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** {@link TrainingKernels} in plain Java. */
final class ScalarTraining implements TrainingKernels {

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final int SIGN = 0x8000_0000;
    private static final int LEAST_NORMAL = 0x0080_0000;

    @Override
    public void reluGradient(
            int n, MemorySegment y, long yAt, MemorySegment dY, long dYAt, MemorySegment dX, long dXAt) {
        for (int i = 0; i < n; i++) {
            float gradient = y.get(FLOAT, yAt + i * 4L) <= 0 ? 0 : dY.get(FLOAT, dYAt + i * 4L);
            dX.set(FLOAT, dXAt + i * 4L, flush(gradient));
        }
    }

    @Override
    public void descend(int n, float rate, float weightDecay, MemorySegment values, MemorySegment gradient, long at) {
        for (int i = 0; i < n; i++) {
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
        for (int i = 0; i < n; i++) {
            float value = values.get(FLOAT, at + i * 4L);
            float g = gradient.get(FLOAT, at + i * 4L) + weightDecay * value;
            float v = flush(momentum * velocity.get(FLOAT, at + i * 4L) + share * g);
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
        for (int i = 0; i < n; i++) {
            float g = gradient.get(FLOAT, at + i * 4L);
            float m = flush(beta1 * first.get(FLOAT, at + i * 4L) + share1 * g);
            float v = flush(beta2 * second.get(FLOAT, at + i * 4L) + share2 * g * g);
            first.set(FLOAT, at + i * 4L, m);
            second.set(FLOAT, at + i * 4L, v);
            float denominator = (float) Math.sqrt(v) / root + epsilon;
            values.set(FLOAT, at + i * 4L, keep * values.get(FLOAT, at + i * 4L) - rate * m / denominator);
        }
    }

    @Override
    public int countDenormals(int n, MemorySegment x, long at) {
        int count = 0;
        for (int i = 0; i < n; i++) {
            int magnitude = x.get(INT, at + i * 4L) & ~SIGN;
            count += magnitude != 0 && magnitude < LEAST_NORMAL ? 1 : 0;
        }
        return count;
    }

    @Override
    public void flushDenormals(int n, MemorySegment x, long at) {
        for (int i = 0; i < n; i++) {
            if ((x.get(INT, at + i * 4L) & ~SIGN) < LEAST_NORMAL) {
                x.set(INT, at + i * 4L, 0);
            }
        }
    }

    static float flush(float x) {
        return Math.abs(x) < Float.MIN_NORMAL ? 0 : x;
    }
}
