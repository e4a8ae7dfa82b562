package io.github.lanewise.engine.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.lanewise.engine.kernel.GradientTransform;
import io.github.lanewise.engine.kernel.Kernels;
import io.github.lanewise.engine.kernel.scalar.ScalarKernels;
import io.github.lanewise.engine.testkit.Problems;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GradientTransformTest {
    private static final int IN_AT = 3;
    private static final int OUT_AT = 5;
    private static final int TILES = 3;

    static Stream<GradientTransform> transforms() {
        return Stream.of(
                new ScalarKernels().gradientTransform(), Kernels.current().gradientTransform());
    }

    /** The expressions of the interface, with p = 5/8 and q = 3/2; what lies around the result stays. */
    @ParameterizedTest
    @MethodSource("transforms")
    void everyElementHasTheBitsOfTheExpressions(GradientTransform transform) {
        for (int n : new int[] {32, 64, 160}) {
            int inStride = n + 7;
            int step = 5 * n;
            int outStride = TILES * n + 11;
            float[] in = Problems.floats(n, IN_AT + 4 * inStride + TILES * step);
            float[] actual = Problems.floats(n + 1, OUT_AT + 6 * outStride);
            float[] expected = actual.clone();
            for (int e = 0; e < TILES * n; e++) {
                int from = IN_AT + e / n * step + e % n;
                float y0 = in[from];
                float y1 = in[from + inStride];
                float y2 = in[from + 2 * inStride];
                float y3 = in[from + 3 * inStride];
                float near = Math.fma(25 / 64f, y2, y0);
                float nearOdd = Math.fma(125 / 512f, y3, 0.625f * y1);
                float far = Math.fma(2.25f, y2, y0);
                float farOdd = Math.fma(27 / 8f, y3, 1.5f * y1);
                float[] out = {y0, near + nearOdd, near - nearOdd, far + farOdd, far - farOdd, y3};
                for (int i = 0; i < out.length; i++) {
                    expected[OUT_AT + i * outStride + e] = out[i];
                }
            }
            transform.transform(in, IN_AT, inStride, n, TILES, step, actual, OUT_AT, outStride);
            assertArrayEquals(expected, actual);
        }
    }
}
