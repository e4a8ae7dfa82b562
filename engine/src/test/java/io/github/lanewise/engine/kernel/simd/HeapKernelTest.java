package io.github.lanewise.engine.kernel.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.lanewise.engine.kernel.HeapKernel;
import io.github.lanewise.engine.kernel.scalar.ScalarKernels;
import io.github.lanewise.engine.testkit.Problems;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

class HeapKernelTest {
    private static final int[] LENGTHS = {1, 2, 16, 75};
    private static final int A_AT = 3, PANEL_AT = 4, START_AT = 2, OUT_AT = 5, TAIL = 17;

    static Stream<Named<HeapKernel>> kernels() {
        ScalarKernels scalar = new ScalarKernels();
        return Stream.concat(
                NamedKernels.of(NamedKernels.withStandIns(List.of(new HeapKernel6x2()), scalar::like)),
                NamedKernels.of(List.of(scalar.onHeap())));
    }

    @KernelTest
    void everyElementIsOneChain(HeapKernel kernel) {
        int columns = kernel.columns();
        for (int count = 1; count < 30; count++) {
            int rows = kernel.roundedRows(count);
            assertThat(rows).isGreaterThanOrEqualTo(count);
            for (int k : LENGTHS) {
                assertChain(kernel, rows, k, columns, 0);
                assertChain(kernel, rows, k, columns + 3, columns + 1);
                assertChain(kernel, rows, k, 3, 5);
            }
        }
    }

    /** Rows leave gaps or overlap, where a later row wins, and nothing but the result may be written. */
    private static void assertChain(HeapKernel kernel, int rows, int k, int outStride, int startStride) {
        int columns = kernel.columns();
        int stride = k + 2;
        float[] a = Problems.floats(1, A_AT + rows * stride);
        float[] panel = Problems.floats(2, PANEL_AT + k * columns);
        float[] start = Problems.floats(3, START_AT + (rows - 1) * startStride + columns);
        float[] out = Problems.floats(4, OUT_AT + (rows - 1) * outStride + columns + TAIL);
        float[] expected = out.clone();
        for (int e = 0; e < rows * columns; e++) {
            int row = e / columns;
            float first = start[START_AT + row * startStride + e % columns];
            expected[OUT_AT + row * outStride + e % columns] = chain(a, stride, row, k, panel, columns, e, first);
        }
        kernel.multiply(
                a, A_AT, stride, rows, k, panel, PANEL_AT, start, START_AT, startStride, out, OUT_AT, outStride);
        assertArrayEquals(expected, out, () -> rows + " rows of " + k + ", " + outStride + " apart");
    }

    private static float chain(float[] a, int stride, int row, int k, float[] panel, int columns, int e, float first) {
        float sum = first;
        for (int i = 0; i < k; i++) {
            sum = Math.fma(a[A_AT + row * stride + i], panel[PANEL_AT + i * columns + e % columns], sum);
        }
        return sum;
    }

    @KernelTest
    void aProductIsWhatMultiplyMakesOfZeros(HeapKernel kernel) {
        int columns = kernel.columns();
        for (int count = 1; count < 30; count++) {
            int rows = kernel.roundedRows(count);
            for (int k : LENGTHS) {
                int stride = k + 2;
                float[] a = Problems.floats(1, A_AT + rows * stride);
                float[] panel = Problems.floats(2, k * columns);
                float[] out = Problems.floats(4, OUT_AT + rows * columns + TAIL);
                float[] expected = out.clone();
                float[] zeros = new float[columns];
                kernel.multiply(a, A_AT, stride, rows, k, panel, 0, zeros, 0, 0, expected, OUT_AT, columns);
                kernel.product(a, A_AT, stride, rows, k, panel, out, OUT_AT);
                assertArrayEquals(expected, out, () -> rows + " rows of " + k);
            }
        }
    }

    @KernelTest
    void sumsGoOnFromTheResult(HeapKernel kernel) {
        int rows = 16;
        int k = 9;
        int columns = kernel.columns();
        float[] a = Problems.floats(1, rows * 2 * k);
        float[] panel = Problems.floats(2, 2 * k * columns);
        float[] zeros = new float[columns];
        float[] whole = new float[rows * columns];
        float[] continued = new float[rows * columns];
        kernel.multiply(a, 0, 2 * k, rows, 2 * k, panel, 0, zeros, 0, 0, whole, 0, columns);
        kernel.multiply(a, 0, 2 * k, rows, k, panel, 0, zeros, 0, 0, continued, 0, columns);
        int half = k * columns;
        kernel.multiply(a, k, 2 * k, rows, k, panel, half, continued, 0, columns, continued, 0, columns);
        assertArrayEquals(whole, continued);
    }

    @KernelTest
    void packsColumns(HeapKernel kernel) {
        int k = 7;
        int stride = kernel.columns() + 2;
        float[] b = Problems.floats(5, 1 + k * stride);
        float[] packed = Problems.floats(6, PANEL_AT + k * kernel.columns() + TAIL);
        float[] expected = packed.clone();
        for (int i = 0; i < k; i++) {
            System.arraycopy(b, 1 + i * stride, expected, PANEL_AT + i * kernel.columns(), kernel.columns());
        }
        float[] fromHeap = packed.clone();
        kernel.packColumns(k, b, 1, stride, fromHeap, PANEL_AT);
        assertArrayEquals(expected, fromHeap);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocateFrom(ValueLayout.JAVA_FLOAT, b);
            kernel.packColumns(k, segment, 4, 4L * stride, packed, PANEL_AT);
        }
        assertArrayEquals(expected, packed);
    }
}
