package io.github.lanewise.engine.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.lanewise.engine.kernel.PixelKernel;
import io.github.lanewise.engine.kernel.scalar.ScalarKernels;
import io.github.lanewise.engine.testkit.Problems;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

class PixelKernelTest {
    private static final int[] PIXELS = {0, 1, 2, 3, 7, 8, 64, 75};
    private static final int OFFSET = 3, PANEL_AT = 5, START_AT = 7, TILE_AT = 11, TAIL = 13, LINES_AT = 2;

    static Stream<Named<PixelKernel>> kernels() {
        return NamedKernels.of(List.of(new PixelKernel5x2(), new ScalarKernels().pixels()));
    }

    @KernelTest
    void everyElementIsOneChain(PixelKernel kernel) {
        for (int pixels : PIXELS) {
            assertChain(kernel, pixels);
        }
    }

    /** Pixels overlap and descend in memory, and nothing but the tile may be written. */
    private static void assertChain(PixelKernel kernel, int pixels) {
        int[] at = new int[pixels + 1];
        for (int p = 0; p < pixels; p++) {
            at[p] = 2 * (pixels - 1 - p);
        }
        float[] x = Problems.floats(1, OFFSET + 2 * pixels + kernel.rows());
        float[] panel = Problems.floats(2, PANEL_AT + pixels * kernel.columns());
        int tileFloats = kernel.rows() * kernel.columns();
        float[] start = Problems.floats(3, START_AT + tileFloats);
        float[] expected = Problems.floats(4, TILE_AT + tileFloats + TAIL);
        float[] tile = expected.clone();
        System.arraycopy(start, START_AT, expected, TILE_AT, tileFloats);
        for (int p = 0; p < pixels; p++) {
            for (int e = 0; e < tileFloats; e++) {
                float left = x[at[p] + OFFSET + e / kernel.columns()];
                float right = panel[PANEL_AT + p * kernel.columns() + e % kernel.columns()];
                expected[TILE_AT + e] = Math.fma(left, right, expected[TILE_AT + e]);
            }
        }
        kernel.accumulate(pixels, x, at, OFFSET, panel, PANEL_AT, start, START_AT, tile, TILE_AT);
        assertArrayEquals(expected, tile, () -> pixels + " pixels");
    }

    @KernelTest
    void packsColumnsOfLines(PixelKernel kernel) {
        int columns = kernel.columns();
        for (int pixels : PIXELS) {
            int stride = columns - 1;
            float[] lines = Problems.floats(5, LINES_AT + pixels * stride + columns);
            float[] expected = Problems.floats(6, PANEL_AT + pixels * columns + TAIL);
            float[] panel = expected.clone();
            for (int p = 0; p < pixels; p++) {
                System.arraycopy(lines, LINES_AT + p * stride, expected, PANEL_AT + p * columns, columns);
            }
            kernel.pack(pixels, lines, LINES_AT, stride, panel, PANEL_AT);
            assertArrayEquals(expected, panel, () -> pixels + " pixels");
        }
    }
}
