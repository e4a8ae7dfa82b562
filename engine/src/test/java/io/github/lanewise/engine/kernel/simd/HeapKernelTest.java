package io.github.lanewise.engine.kernel.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.lanewise.engine.kernel.HeapKernel;
import io.github.lanewise.engine.kernel.scalar.ScalarKernels;
import io.github.lanewise.engine.testkit.Problems;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

class HeapKernelTest {
    private static final int[] LENGTHS = {1, 2, 16, 75};
    private static final int A_AT = 3, OUT_AT = 5, TAIL = 17;

    static Stream<Named<HeapKernel>> kernels() {
        return NamedKernels.of(NamedKernels.withStandIns(List.of(new HeapKernel6x2()), new ScalarKernels()::like));
    }

    @KernelTest
    void everyElementIsOneChain(HeapKernel kernel) {
        for (int count = 1; count < 30; count++) {
            int rows = kernel.roundedRows(count);
            assertThat(rows).isGreaterThanOrEqualTo(count);
            for (int k : LENGTHS) {
                assertChain(kernel, rows, k);
            }
        }
    }

    /** Rows leave gaps, and nothing but the result may be written. */
    private static void assertChain(HeapKernel kernel, int rows, int k) {
        int stride = k + 2;
        float[] a = Problems.floats(1, A_AT + rows * stride);
        float[] panel = Problems.floats(2, k * kernel.columns());
        float[] out = Problems.floats(3, OUT_AT + rows * kernel.columns() + TAIL);
        float[] expected = out.clone();
        for (int e = 0; e < rows * kernel.columns(); e++) {
            float sum = 0;
            for (int i = 0; i < k; i++) {
                float left = a[A_AT + e / kernel.columns() * stride + i];
                sum = Math.fma(left, panel[i * kernel.columns() + e % kernel.columns()], sum);
            }
            expected[OUT_AT + e] = sum;
        }
        kernel.multiply(a, A_AT, stride, rows, k, panel, out, OUT_AT);
        assertArrayEquals(expected, out, () -> rows + " rows of " + k);
    }
}
