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

    /** Partial sums of a row. */
    static final int SUMS = 16;

    /** Softmax of each row, or its logarithm. */
    static void run(
            ElementwiseKernels kernels,
            boolean logarithm,
            int rows,
            int columns,
            float[] sums,
            MemorySegment in,
            long inAt,
            MemorySegment out,
            long outAt) {
        for (long row = 0; row < 4L * rows * columns; row += 4L * columns) {
            float largest = kernels.max(columns, in, inAt + row);
            float sum = sumExp(columns, largest, sums, in, inAt + row);
            if (logarithm) {
                kernels.subtract(columns, largest, (float) StrictMath.log(sum), in, inAt + row, out, outAt + row);
            } else {
                kernels.exp(columns, largest, 1 / sum, in, inAt + row, out, outAt + row);
            }
        }
    }

    private static float sumExp(int n, float shift, float[] sums, MemorySegment in, long inAt) {
        Arrays.fill(sums, 0);
        for (int i = 0; i < n; i++) {
            float x = in.get(ValueLayout.JAVA_FLOAT_UNALIGNED, inAt + 4L * i);
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
