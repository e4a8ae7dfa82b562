package io.github.lanewise.engine.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.lanewise.engine.kernel.WinogradTransform;
import io.github.lanewise.engine.kernel.scalar.ScalarKernels;
import io.github.lanewise.engine.testkit.Problems;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** Both tiers give the same bits from and to both kinds of memory, and write nothing but the result. */
class WinogradTransformTest {
    private static final int[] COUNTS = {16, 32, 48, 160};
    private static final int IN_AT = 3, OUT_AT = 5, IN_GAP = 2, OUT_GAP = 4, TAIL = 19;

    static Stream<Named<WinogradTransform>> kernels() {
        ScalarKernels scalar = new ScalarKernels();
        return NamedKernels.of(
                List.of(new SimdWinograd2(), new SimdWinograd4(), scalar.winograd(2), scalar.winograd(4)));
    }

    @KernelTest
    void inputsAreTransformedAlikeFromAndToEveryMemory(WinogradTransform transform) {
        int planes = transform.outputs() + 2;
        for (int n : COUNTS) {
            int inStride = n + IN_GAP;
            int outStride = n + OUT_GAP;
            float[] in = Problems.floats(n, IN_AT + planes * inStride);
            float[] expected = Problems.floats(1, OUT_AT + planes * outStride + TAIL);
            float[] fromArray = expected.clone();
            float[] fromNative = expected.clone();
            for (int e = 0; e < n; e++) {
                float[] x = new float[planes];
                for (int k = 0; k < planes; k++) {
                    x[k] = in[IN_AT + k * inStride + e];
                }
                float[] y = transform.outputs() == 2 ? input2(x) : input4(x);
                for (int k = 0; k < planes; k++) {
                    expected[OUT_AT + k * outStride + e] = y[k];
                }
            }
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment out = arena.allocateFrom(ValueLayout.JAVA_FLOAT, fromArray);
                MemorySegment source = arena.allocateFrom(ValueLayout.JAVA_FLOAT, in);
                transform.input(in, IN_AT, inStride, n, 1, 0, out, 4 * OUT_AT, 4L * outStride);
                transform.input(source, 4 * IN_AT, 4L * inStride, n, fromNative, OUT_AT, outStride);
                transform.input(in, IN_AT, inStride, n, 1, 0, fromArray, OUT_AT, outStride);
                assertArrayEquals(expected, fromArray);
                assertArrayEquals(expected, fromNative);
                assertArrayEquals(expected, out.toArray(ValueLayout.JAVA_FLOAT));
            }
        }
    }

    @KernelTest
    void tilesAreTransformedTogetherAsOneByOne(WinogradTransform transform) {
        int planes = transform.outputs() + 2;
        int tiles = 5;
        for (int n : new int[] {16, 48, 64}) {
            int step = 4 * n;
            int inStride = n;
            int outStride = tiles * n + OUT_GAP;
            float[] in = Problems.floats(n, IN_AT + tiles * step + planes * inStride);
            float[] expected = Problems.floats(1, OUT_AT + planes * outStride + TAIL);
            float[] fromArray = expected.clone();
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment out = arena.allocateFrom(ValueLayout.JAVA_FLOAT, fromArray);
                for (int tile = 0; tile < tiles; tile++) {
                    int to = OUT_AT + tile * n;
                    transform.input(in, IN_AT + tile * step, inStride, n, 1, 0, expected, to, outStride);
                }
                transform.input(in, IN_AT, inStride, n, tiles, step, fromArray, OUT_AT, outStride);
                transform.input(in, IN_AT, inStride, n, tiles, step, out, 4 * OUT_AT, 4L * outStride);
                assertArrayEquals(expected, fromArray);
                assertArrayEquals(expected, out.toArray(ValueLayout.JAVA_FLOAT));
            }
        }
    }

    @KernelTest
    void outputsAreTransformedInPlace(WinogradTransform transform) {
        int planes = transform.outputs() + 2;
        for (int n : new int[] {32, 96, 160}) {
            int stride = n + OUT_GAP;
            float[] actual = Problems.floats(n, OUT_AT + planes * stride + TAIL);
            float[] expected = actual.clone();
            for (int e = 0; e < n; e++) {
                float[] v = new float[planes];
                for (int k = 0; k < planes; k++) {
                    v[k] = actual[OUT_AT + k * stride + e];
                }
                float[] y = transform.outputs() == 2 ? output2(v) : output4(v);
                for (int k = 0; k < y.length; k++) {
                    expected[OUT_AT + k * stride + e] = y[k];
                }
            }
            transform.output(actual, OUT_AT, stride, n);
            assertArrayEquals(expected, actual);
        }
    }

    private static float[] input2(float[] x) {
        return new float[] {x[2] - x[0], x[2] + x[1], x[2] - x[1], x[3] - x[1]};
    }

    private static float[] output2(float[] v) {
        return new float[] {v[0] + (v[1] + v[2]), v[3] + (v[1] - v[2])};
    }

    /** With p = 5/8 and q = 3/2: p² = 25/64, q² = 9/4. */
    private static float[] input4(float[] x) {
        return new float[] {
            Math.fma(225 / 256f, x[0], Math.fma(-169 / 64f, x[2], x[4])),
            Math.fma(0.625f, Math.fma(-2.25f, x[1], x[3]), Math.fma(-2.25f, x[2], x[4])),
            Math.fma(-0.625f, Math.fma(-2.25f, x[1], x[3]), Math.fma(-2.25f, x[2], x[4])),
            Math.fma(1.5f, Math.fma(-25 / 64f, x[1], x[3]), Math.fma(-25 / 64f, x[2], x[4])),
            Math.fma(-1.5f, Math.fma(-25 / 64f, x[1], x[3]), Math.fma(-25 / 64f, x[2], x[4])),
            Math.fma(225 / 256f, x[1], Math.fma(-169 / 64f, x[3], x[5]))
        };
    }

    private static float[] output4(float[] v) {
        float s = v[1] + v[2];
        float d = v[1] - v[2];
        float t = v[3] + v[4];
        float u = v[3] - v[4];
        return new float[] {
            v[0] + s + t,
            Math.fma(1.5f, u, 0.625f * d),
            Math.fma(2.25f, t, 25 / 64f * s),
            Math.fma(27 / 8f, u, Math.fma(125 / 512f, d, v[5]))
        };
    }
}
