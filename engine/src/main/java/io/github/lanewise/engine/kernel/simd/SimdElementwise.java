package io.github.lanewise.engine.kernel.simd;

import io.github.lanewise.engine.kernel.ElementwiseKernels;
import io.github.lanewise.engine.kernel.Exponentials;
import io.github.lanewise.engine.kernel.FunctionKernels;
import io.github.lanewise.engine.tensor.UnaryOperation;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link ElementwiseKernels} with a scalar loop for the last few elements. Twin: {@code ScalarElementwise}. */
final class SimdElementwise implements ElementwiseKernels, FunctionKernels {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int V = SPECIES.length();
    private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    @Override
    public void addScaled(
            int n,
            float factor,
            MemorySegment a,
            long aAt,
            MemorySegment b,
            long bAt,
            float lower,
            float upper,
            MemorySegment out,
            long outAt) {
        int vectors = SPECIES.loopBound(n);
        for (int i = 0; i < vectors; i += V) {
            FloatVector sum = load(a, aAt + i * 4L).add(load(b, bAt + i * 4L).mul(factor));
            store(clamp(sum, lower, upper), out, outAt + i * 4L);
        }
        for (int i = vectors; i < n; i++) {
            float sum = a.get(FLOAT, aAt + i * 4L) + b.get(FLOAT, bAt + i * 4L) * factor;
            out.set(FLOAT, outAt + i * 4L, clamp(sum, lower, upper));
        }
    }

    @Override
    public void multiply(int n, MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment out, long outAt) {
        int vectors = SPECIES.loopBound(n);
        for (int i = 0; i < vectors; i += V) {
            store(load(a, aAt + i * 4L).mul(load(b, bAt + i * 4L)), out, outAt + i * 4L);
        }
        for (int i = vectors; i < n; i++) {
            out.set(FLOAT, outAt + i * 4L, a.get(FLOAT, aAt + i * 4L) * b.get(FLOAT, bAt + i * 4L));
        }
    }

    @Override
    public void clamp(int n, float lower, float upper, MemorySegment in, long inAt, MemorySegment out, long outAt) {
        int vectors = SPECIES.loopBound(n);
        for (int i = 0; i < vectors; i += V) {
            store(clamp(load(in, inAt + i * 4L), lower, upper), out, outAt + i * 4L);
        }
        for (int i = vectors; i < n; i++) {
            out.set(FLOAT, outAt + i * 4L, clamp(in.get(FLOAT, inAt + i * 4L), lower, upper));
        }
    }

    @Override
    public void scaleShift(
            int pixels,
            int channels,
            MemorySegment in,
            long inAt,
            MemorySegment scale,
            MemorySegment shift,
            float lower,
            float upper,
            MemorySegment out,
            long outAt) {
        int vectors = SPECIES.loopBound(channels);
        for (int pixel = 0; pixel < pixels; pixel++) {
            long offset = (long) pixel * channels * 4;
            for (int c = 0; c < vectors; c += V) {
                FloatVector value = load(in, inAt + offset + c * 4L).mul(load(scale, c * 4L));
                store(clamp(value.add(load(shift, c * 4L)), lower, upper), out, outAt + offset + c * 4L);
            }
            for (int c = vectors; c < channels; c++) {
                float value = in.get(FLOAT, inAt + offset + c * 4L) * scale.get(FLOAT, c * 4L);
                value += shift.get(FLOAT, c * 4L);
                out.set(FLOAT, outAt + offset + c * 4L, clamp(value, lower, upper));
            }
        }
    }

    @Override
    public void subtract(int n, float first, float second, MemorySegment in, long inAt, MemorySegment out, long outAt) {
        int vectors = SPECIES.loopBound(n);
        for (int i = 0; i < vectors; i += V) {
            store(load(in, inAt + i * 4L).sub(first).sub(second), out, outAt + i * 4L);
        }
        for (int i = vectors; i < n; i++) {
            out.set(FLOAT, outAt + i * 4L, in.get(FLOAT, inAt + i * 4L) - first - second);
        }
    }

    @Override
    public void exp(int n, float shift, float factor, MemorySegment in, long inAt, MemorySegment out, long outAt) {
        int vectors = SPECIES.loopBound(n);
        for (int i = 0; i < vectors; i += V) {
            SimdExponentials.exp(load(in, inAt + i * 4L).sub(shift))
                    .mul(factor)
                    .intoMemorySegment(out, outAt + i * 4L, NATIVE);
        }
        for (int i = vectors; i < n; i++) {
            out.set(FLOAT, outAt + i * 4L, Exponentials.exp(in.get(FLOAT, inAt + i * 4L) - shift) * factor);
        }
    }

    @Override
    public void sigmoid(int n, MemorySegment in, long inAt, MemorySegment out, long outAt) {
        int vectors = SPECIES.loopBound(n);
        for (int i = 0; i < vectors; i += V) {
            SimdExponentials.sigmoid(load(in, inAt + i * 4L)).intoMemorySegment(out, outAt + i * 4L, NATIVE);
        }
        for (int i = vectors; i < n; i++) {
            out.set(FLOAT, outAt + i * 4L, Exponentials.sigmoid(in.get(FLOAT, inAt + i * 4L)));
        }
    }

    @Override
    public void tanh(int n, MemorySegment in, long inAt, MemorySegment out, long outAt) {
        int vectors = SPECIES.loopBound(n);
        for (int i = 0; i < vectors; i += V) {
            SimdExponentials.tanh(load(in, inAt + i * 4L)).intoMemorySegment(out, outAt + i * 4L, NATIVE);
        }
        for (int i = vectors; i < n; i++) {
            out.set(FLOAT, outAt + i * 4L, Exponentials.tanh(in.get(FLOAT, inAt + i * 4L)));
        }
    }

    @Override
    public void apply(
            UnaryOperation operation,
            int n,
            MemorySegment in,
            long inAt,
            MemorySegment out,
            long outAt,
            MemorySegment scratch,
            long scratchAt) {
        switch (operation.function()) {
            case CLIP -> clamp(n, operation.alpha(), operation.beta(), in, inAt, out, outAt);
            case SIGMOID -> sigmoid(n, in, inAt, out, outAt);
            case TANH -> tanh(n, in, inAt, out, outAt);
            case EXP -> exp(n, 0, 1, in, inAt, out, outAt);
            default -> SimdUnary.apply(operation, n, in, inAt, out, outAt, scratch, scratchAt);
        }
    }

    @Override
    public float max(int n, MemorySegment in, long inAt) {
        int vectors = SPECIES.loopBound(n);
        FloatVector lanes = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        for (int i = 0; i < vectors; i += V) {
            lanes = lanes.max(load(in, inAt + i * 4L));
        }
        float largest = lanes.reduceLanes(VectorOperators.MAX);
        for (int i = vectors; i < n; i++) {
            largest = Math.max(largest, in.get(FLOAT, inAt + i * 4L));
        }
        return largest;
    }

    private static FloatVector load(MemorySegment segment, long at) {
        return FloatVector.fromMemorySegment(SPECIES, segment, at, NATIVE);
    }

    private static void store(FloatVector vector, MemorySegment segment, long at) {
        vector.intoMemorySegment(segment, at, NATIVE);
    }

    private static FloatVector clamp(FloatVector x, float lower, float upper) {
        return x.blend(lower, x.compare(VectorOperators.LT, lower)).blend(upper, x.compare(VectorOperators.GT, upper));
    }

    private static float clamp(float x, float lower, float upper) {
        return x < lower ? lower : x > upper ? upper : x;
    }
}
