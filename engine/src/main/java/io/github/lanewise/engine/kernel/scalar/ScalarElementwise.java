package io.github.lanewise.engine.kernel.scalar;

import io.github.lanewise.engine.kernel.ElementwiseKernels;
import io.github.lanewise.engine.kernel.Exponentials;
import io.github.lanewise.engine.kernel.FunctionKernels;
import io.github.lanewise.engine.kernel.UnaryFunctions;
import io.github.lanewise.engine.tensor.UnaryOperation;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** {@link ElementwiseKernels} in plain Java. */
final class ScalarElementwise implements ElementwiseKernels, FunctionKernels {

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
        for (int i = 0; i < n; i++) {
            float sum = a.get(FLOAT, aAt + i * 4L) + factor * b.get(FLOAT, bAt + i * 4L);
            out.set(FLOAT, outAt + i * 4L, clamp(sum, lower, upper));
        }
    }

    @Override
    public void multiply(int n, MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment out, long outAt) {
        for (int i = 0; i < n; i++) {
            out.set(FLOAT, outAt + i * 4L, a.get(FLOAT, aAt + i * 4L) * b.get(FLOAT, bAt + i * 4L));
        }
    }

    @Override
    public void clamp(int n, float lower, float upper, MemorySegment in, long inAt, MemorySegment out, long outAt) {
        for (int i = 0; i < n; i++) {
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
        for (int pixel = 0; pixel < pixels; pixel++) {
            long offset = (long) pixel * channels * 4;
            for (int c = 0; c < channels; c++) {
                float value = in.get(FLOAT, inAt + offset + c * 4L) * scale.get(FLOAT, c * 4L);
                value += shift.get(FLOAT, c * 4L);
                out.set(FLOAT, outAt + offset + c * 4L, clamp(value, lower, upper));
            }
        }
    }

    @Override
    public void subtract(int n, float first, float second, MemorySegment in, long inAt, MemorySegment out, long outAt) {
        for (int i = 0; i < n; i++) {
            out.set(FLOAT, outAt + i * 4L, in.get(FLOAT, inAt + i * 4L) - first - second);
        }
    }

    @Override
    public void exp(int n, float shift, float factor, MemorySegment in, long inAt, MemorySegment out, long outAt) {
        for (int i = 0; i < n; i++) {
            out.set(FLOAT, outAt + i * 4L, factor * Exponentials.exp(in.get(FLOAT, inAt + i * 4L) - shift));
        }
    }

    @Override
    public void sigmoid(int n, MemorySegment in, long inAt, MemorySegment out, long outAt) {
        for (int i = 0; i < n; i++) {
            out.set(FLOAT, outAt + i * 4L, Exponentials.sigmoid(in.get(FLOAT, inAt + i * 4L)));
        }
    }

    @Override
    public void tanh(int n, MemorySegment in, long inAt, MemorySegment out, long outAt) {
        for (int i = 0; i < n; i++) {
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
        for (int i = 0; i < n; i++) {
            out.set(FLOAT, outAt + i * 4L, UnaryFunctions.apply(operation, in.get(FLOAT, inAt + i * 4L)));
        }
    }

    @Override
    public float max(int n, MemorySegment in, long inAt) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, in.get(FLOAT, inAt + i * 4L));
        }
        return largest;
    }

    private static float clamp(float x, float lower, float upper) {
        return x < lower ? lower : x > upper ? upper : x;
    }
}
