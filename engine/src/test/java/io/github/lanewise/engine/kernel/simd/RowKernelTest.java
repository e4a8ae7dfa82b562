package io.github.lanewise.engine.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.lanewise.engine.kernel.RowKernel;
import io.github.lanewise.engine.kernel.scalar.ScalarKernels;
import io.github.lanewise.engine.testkit.Problems;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

class RowKernelTest {
    private static final int[] COLUMNS = {0, 1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 67};

    /** In floats. */
    private static final int A_AT = 2, B_AT = 3, C_AT = 5, TAIL = 17;

    static Stream<Named<RowKernel>> kernels() {
        return NamedKernels.of(List.of(new SimdRowKernel(), new ScalarKernels().row()));
    }

    @KernelTest
    void everyElementIsOneChain(RowKernel kernel) {
        for (int k = 0; k <= RowKernel.DEPTH; k++) {
            for (int n : COLUMNS) {
                assertChain(kernel, k, n);
            }
        }
    }

    private static void assertChain(RowKernel kernel, int k, int n) {
        int stride = n + 6;
        float[] a = Problems.floats(1, A_AT + k);
        float[] b = Problems.floats(2, B_AT + k * stride);
        float[] c = Problems.floats(3, C_AT + n + TAIL);
        float[] expected = c.clone();
        for (int i = 0; i < k * n; i++) {
            int at = C_AT + i % n;
            expected[at] = Math.fma(a[A_AT + i / n], b[B_AT + i / n * stride + i % n], expected[at]);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment right = arena.allocateFrom(ValueLayout.JAVA_FLOAT, b);
            kernel.accumulate(k, n, a, A_AT, right, 4 * B_AT, 4L * stride, c, C_AT);
        }
        assertArrayEquals(expected, c, () -> "k = " + k + ", n = " + n);
    }

    @KernelTest
    void everyElementUnderTwoStripsIsOneChain(RowKernel kernel) {
        for (int k : new int[] {0, 1, 2, 9, 64}) {
            for (int columns : new int[] {32, 64}) {
                assertStrips(kernel, k, columns);
            }
        }
    }

    private static void assertStrips(RowKernel kernel, int k, int columns) {
        int stride = 2 * columns;
        float[] a = Problems.floats(4, A_AT + k);
        float[] panels = Problems.floats(5, B_AT + k * stride);
        float[] sums = Problems.floats(6, C_AT + 2 * columns + TAIL);
        float[] expected = sums.clone();
        for (int j = 0; j < 2 * columns; j++) {
            for (int i = 0; i < k; i++) {
                expected[C_AT + j] = Math.fma(a[A_AT + i], panels[B_AT + i * stride + j], expected[C_AT + j]);
            }
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocateFrom(ValueLayout.JAVA_FLOAT, panels);
            long left = 4 * B_AT;
            kernel.accumulateStrips(k, columns, a, A_AT, memory, left, left + 4L * columns, 4L * stride, sums, C_AT);
        }
        assertArrayEquals(expected, sums, () -> "k = " + k + ", columns = " + columns);
    }
}
