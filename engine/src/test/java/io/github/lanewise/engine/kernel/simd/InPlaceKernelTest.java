package io.github.lanewise.engine.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.lanewise.engine.kernel.InPlaceKernel;
import io.github.lanewise.engine.kernel.scalar.ScalarKernels;
import io.github.lanewise.engine.testkit.Problems;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

class InPlaceKernelTest {
    private static final int[] RUNS = {0, 1, 2, 3, 7};
    private static final int[] RUN_LENGTHS = {0, 1, 2, 3, 4, 9, 64, 75};

    /** In floats. */
    private static final int FIRST = 2, OFFSET = 3, B_AT = 5, START_AT = 7, TILE_AT = 11, TAIL = 13;

    static Stream<Named<InPlaceKernel>> kernels() {
        List<InPlaceKernel> vector = List.of(new InPlaceKernel4x2(), new InPlaceKernel5x4());
        return Stream.concat(
                NamedKernels.of(NamedKernels.withStandIns(vector, new ScalarKernels()::like)),
                NamedKernels.of(List.of(new ScalarKernels().inPlace(1))));
    }

    @KernelTest
    void everyElementIsOneChain(InPlaceKernel kernel) {
        for (int runs : RUNS) {
            for (int run : RUN_LENGTHS) {
                assertChain(kernel, runs, run);
            }
        }
    }

    /** Rows overlap and descend in memory, runs leave gaps, and nothing but the tile may be written. */
    private static void assertChain(InPlaceKernel kernel, int runs, int run) {
        int runStride = run + 3;
        int last = OFFSET + Math.max(0, runs - 1) * runStride + run;
        long[] rowsAt = new long[FIRST + kernel.rows()];
        for (int r = 0; r < kernel.rows(); r++) {
            rowsAt[FIRST + r] = 4L * 5 * (kernel.rows() - 1 - r);
        }
        float[] input = Problems.floats(1, 5 * (kernel.rows() - 1) + last);
        float[] b = Problems.floats(2, B_AT + runs * run * kernel.columns());
        int tileFloats = kernel.rows() * kernel.columns();
        float[] start = Problems.floats(3, START_AT + tileFloats);
        float[] expected = Problems.floats(4, TILE_AT + tileFloats + TAIL);
        float[] tile = expected.clone();
        System.arraycopy(start, START_AT, expected, TILE_AT, tileFloats);
        int k = 0;
        for (int i = 0; i < runs * run; i++, k++) {
            int at = OFFSET + i / run * runStride + i % run;
            for (int e = 0; e < tileFloats; e++) {
                float left = input[(int) (rowsAt[FIRST + e / kernel.columns()] / 4) + at];
                float right = b[B_AT + k * kernel.columns() + e % kernel.columns()];
                expected[TILE_AT + e] = Math.fma(left, right, expected[TILE_AT + e]);
            }
        }
        accumulate(kernel, input, rowsAt, runStride, runs, run, b, start, tile);
        assertArrayEquals(expected, tile, () -> runs + " runs of " + run);
    }

    private static void accumulate(
            InPlaceKernel kernel,
            float[] input,
            long[] rowsAt,
            int runStride,
            int runs,
            int run,
            float[] b,
            float[] start,
            float[] tile) {
        try (Arena arena = Arena.ofConfined()) {
            kernel.accumulate(
                    arena.allocateFrom(ValueLayout.JAVA_FLOAT, input),
                    rowsAt,
                    FIRST,
                    4 * OFFSET,
                    4L * runStride,
                    runs,
                    run,
                    arena.allocateFrom(ValueLayout.JAVA_FLOAT, b),
                    4 * B_AT,
                    start,
                    START_AT,
                    tile,
                    TILE_AT);
        }
    }
}
