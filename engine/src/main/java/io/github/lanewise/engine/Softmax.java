package io.github.lanewise.engine;

import io.github.lanewise.engine.kernel.ElementwiseKernels;
import io.github.lanewise.engine.kernel.Exponentials;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Softmax of rows of neighbouring floats. The exponentials are taken twice rather than kept, so a row may replace itself.
 *
 * <p>The sum of a row is that of {@link #SUMS} partial sums, element i going to sum i modulo {@link #SUMS}, folded in halves:
 * closer to the exact one than a single chain. It is summed in plain Java, because C2 boxes vectors that are carried
 * round a loop with an exponential in it.
 */
final class Softmax {

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    /** Partial sums of a row. */
    static final int SUMS = 16;

    static void softmax(
            ElementwiseKernels kernels,
            int rows,
            int columns,
            float[] sums,
            MemorySegment in,
            long inAt,
            MemorySegment out,
            long outAt) {
        for (long row = 0; row < 4L * rows * columns; row += 4L * columns) {
            float largest = kernels.max(columns, in, inAt + row);
            float sum = sumExp(columns, largest, sums, in, inAt + row, Float.BYTES);
            kernels.exp(columns, largest, 1 / sum, in, inAt + row, out, outAt + row);
        }
    }

    static void logSoftmax(
            ElementwiseKernels kernels,
            int rows,
            int columns,
            float[] sums,
            MemorySegment in,
            long inAt,
            MemorySegment out,
            long outAt) {
        for (long row = 0; row < 4L * rows * columns; row += 4L * columns) {
            float largest = kernels.max(columns, in, inAt + row);
            float sum = sumExp(columns, largest, sums, in, inAt + row, Float.BYTES);
            kernels.subtract(columns, largest, (float) StrictMath.log(sum), in, inAt + row, out, outAt + row);
        }
    }

    /** One vector of floats that lie {@code inStep} and {@code outStep} bytes apart, with the bits of those side by side. */
    static void strided(
            boolean logarithm,
            int n,
            float[] sums,
            MemorySegment in,
            long inAt,
            long inStep,
            MemorySegment out,
            long outAt,
            long outStep) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, in.get(FLOAT, inAt + i * inStep));
        }
        float sum = sumExp(n, largest, sums, in, inAt, inStep);
        float factor = 1 / sum;
        float second = (float) StrictMath.log(sum);
        for (int i = 0; i < n; i++) {
            float x = in.get(FLOAT, inAt + i * inStep) - largest;
            out.set(FLOAT, outAt + i * outStep, logarithm ? x - second : Exponentials.exp(x) * factor);
        }
    }

    private static float sumExp(int n, float shift, float[] sums, MemorySegment in, long inAt, long step) {
        Arrays.fill(sums, 0);
        for (int i = 0; i < n; i++) {
            float x = in.get(FLOAT, inAt + step * i);
            sums[i % SUMS] += Exponentials.exp(x - shift);
        }
        for (int half = sums.length / 2; half > 0; half /= 2) {
            for (int i = 0; i < half; i++) {
                sums[i] += sums[i + half];
            }
        }
        return sums[0];
    }

    private Softmax() {}
}
