package io.github.lanewise.engine.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.lanewise.engine.kernel.DepthwiseKernel;
import io.github.lanewise.engine.kernel.DepthwiseKernel.Taps;
import io.github.lanewise.engine.kernel.scalar.ScalarKernels;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.testkit.Problems;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

class DepthwiseKernelTest {
    private static final int[] CHANNELS = {1, 3, 4, 7, 8, 9, 16, 17, 31, 33, 64};
    private static final int[][] KERNELS = {{1, 1}, {3, 3}, {2, 5}, {7, 1}};
    private static final int PIXELS = 6;

    /** In floats. */
    private static final int IN_AT = 3, RESIDUAL_AT = 5, OUT_AT = 7, TAIL = 17;

    static Stream<Named<DepthwiseKernel>> kernels() {
        return NamedKernels.of(List.of(new SimdDepthwiseKernel(), new ScalarKernels().depthwise()));
    }

    @KernelTest
    void everyOutputIsOneChainOverTheTaps(DepthwiseKernel kernel) {
        for (int channels : CHANNELS) {
            for (int[] size : KERNELS) {
                long pixel = 4L * channels;
                Taps taps = new Taps(size[0], size[1], 20 * pixel, 2 * pixel, 3 * pixel, channels);
                assertChain(kernel, taps, Activation.IDENTITY, false, false);
                assertChain(kernel, taps, Activation.RELU, true, false);
                assertChain(kernel, taps, Activation.IDENTITY, false, true);
                assertChain(kernel, taps, Activation.clippedRelu(0.5f), true, true);
            }
        }
    }

    private static void assertChain(
            DepthwiseKernel kernel, Taps taps, Activation activation, boolean hasBias, boolean hasResidual) {
        int channels = taps.channels();
        float[] in = Problems.floats(1, IN_AT + 20 * channels * (taps.kernelHeight() + 1));
        float[] weights = Problems.floats(2, taps.kernelHeight() * taps.kernelWidth() * channels);
        float[] bias = Problems.floats(3, channels);
        float[] residual = Problems.floats(4, RESIDUAL_AT + PIXELS * channels);
        float[] expected = Problems.floats(5, OUT_AT + PIXELS * channels + TAIL);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = segment(arena, expected);
            kernel.row(
                    taps,
                    PIXELS,
                    segment(arena, in),
                    4 * IN_AT,
                    segment(arena, weights),
                    hasBias ? segment(arena, bias) : null,
                    hasResidual ? segment(arena, residual) : null,
                    4 * RESIDUAL_AT,
                    activation.lower(),
                    activation.upper(),
                    out,
                    4 * OUT_AT);
            for (int i = 0; i < PIXELS * channels; i++) {
                float value = sum(taps, in, i / channels, i % channels, weights);
                value = hasBias ? value + bias[i % channels] : value;
                value = hasResidual ? value + residual[RESIDUAL_AT + i] : value;
                expected[OUT_AT + i] = activation.apply(value);
            }
            assertArrayEquals(expected, out.toArray(ValueLayout.JAVA_FLOAT), () -> taps + ", " + activation);
        }
    }

    private static float sum(Taps taps, float[] in, int pixel, int channel, float[] weights) {
        float sum = 0;
        for (int tap = 0; tap < taps.kernelHeight() * taps.kernelWidth(); tap++) {
            long row = tap / taps.kernelWidth() * taps.rowStride();
            long column = tap % taps.kernelWidth() * taps.columnStride() + pixel * taps.pixelStride();
            int at = IN_AT + (int) ((row + column) / 4) + channel;
            sum = Math.fma(in[at], weights[tap * taps.channels() + channel], sum);
        }
        return sum;
    }

    private static MemorySegment segment(Arena arena, float[] values) {
        return arena.allocateFrom(ValueLayout.JAVA_FLOAT, values);
    }
}
