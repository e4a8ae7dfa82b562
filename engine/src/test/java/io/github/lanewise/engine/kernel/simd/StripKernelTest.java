package io.github.lanewise.engine.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.lanewise.engine.kernel.StripKernel;
import io.github.lanewise.engine.testkit.Problems;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

class StripKernelTest {
    private static final int[] TILES = {0, 1, 3};
    private static final int[] LENGTHS = {0, 1, 2, 3, 9, 64, 75};
    private static final int A_AT = 3, GAP = 2, PANEL_AT = 5, TAIL = 13;

    static Stream<Named<StripKernel>> kernels() {
        return NamedKernels.of(List.of(new StripKernel5x2()));
    }

    @KernelTest
    void everyElementIsOneChain(StripKernel kernel) {
        for (int tiles : TILES) {
            for (int k : LENGTHS) {
                assertChain(kernel, tiles, k, false);
                assertChain(kernel, tiles, k, true);
            }
        }
    }

    /** From one row of start values for all rows, or from the result itself; nothing behind the rows may be written. */
    private static void assertChain(StripKernel kernel, int tiles, int k, boolean continued) {
        int rows = tiles * kernel.rows();
        int columns = kernel.columns();
        int stride = k + GAP;
        float[] a = Problems.floats(1, A_AT + rows * stride);
        float[] panel = Problems.floats(2, PANEL_AT + k * columns);
        float[] out = Problems.floats(3, rows * columns + TAIL);
        float[] start = continued ? out : Problems.floats(4, columns);
        float[] expected = out.clone();
        for (int e = 0; e < rows * columns; e++) {
            expected[e] = continued ? out[e] : start[e % columns];
            for (int i = 0; i < k; i++) {
                float left = a[A_AT + e / columns * stride + i];
                expected[e] = Math.fma(left, panel[PANEL_AT + i * columns + e % columns], expected[e]);
            }
        }
        kernel.multiply(a, A_AT, stride, tiles, k, panel, PANEL_AT, start, continued ? columns : 0, out);
        assertArrayEquals(expected, out, () -> tiles + " tiles, k = " + k);
    }

    @KernelTest
    void packsColumns(StripKernel kernel) {
        int k = 7;
        int stride = kernel.columns() + GAP;
        float[] b = Problems.floats(5, k * stride + 1);
        float[] packed = Problems.floats(6, PANEL_AT + k * kernel.columns() + TAIL);
        float[] expected = packed.clone();
        for (int i = 0; i < k; i++) {
            System.arraycopy(b, 1 + i * stride, expected, PANEL_AT + i * kernel.columns(), kernel.columns());
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocateFrom(ValueLayout.JAVA_FLOAT, b);
            kernel.packColumns(k, segment, 4, 4L * stride, packed, PANEL_AT);
        }
        assertArrayEquals(expected, packed);
    }
}
