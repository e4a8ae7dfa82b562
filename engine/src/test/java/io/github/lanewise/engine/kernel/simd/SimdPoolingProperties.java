package io.github.lanewise.engine.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.lanewise.engine.kernel.PoolingKernels;
import io.github.lanewise.engine.kernel.scalar.ScalarKernels;
import io.github.lanewise.engine.testkit.Problems;
import io.github.lanewise.engine.testkit.Specials;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Both tiers give the same bits, all NaNs being equal, and write nothing but the result. */
class SimdPoolingProperties {

    /** A window of an image that is one pixel wider than the window, in tensors that begin with some other floats. */
    private record Window(long seed, int channels, int rows, int columns) {
        private static final long IN_AT = 12;
        private static final long OUT_AT = 20;

        float[] max(PoolingKernels kernels) {
            return run((in, out, pixel) ->
                    kernels.max(channels, rows, columns, in, IN_AT, (columns + 1) * pixel, pixel, out, OUT_AT));
        }

        float[] average(PoolingKernels kernels) {
            return run((in, out, pixel) ->
                    kernels.average(channels, rows, columns, 7, in, IN_AT, (columns + 1) * pixel, pixel, out, OUT_AT));
        }

        private float[] run(Call call) {
            float[] values = Problems.floats(seed, 3 + rows * (columns + 1) * channels);
            Specials.sprinkle(seed, 60, Specials.extreme(), values);
            Specials.sprinkle(seed + 1, 300, Specials.notFinite(), values);
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment in = NativeFloats.of(arena, values);
                MemorySegment out = arena.allocate(4L * channels + 64, 64);
                call.run(in, out, 4L * channels);
                return out.toArray(ValueLayout.JAVA_FLOAT);
            }
        }
    }

    @FunctionalInterface
    private interface Call {
        void run(MemorySegment in, MemorySegment out, long pixelStride);
    }

    @Property
    void bothTiersGiveTheSameBits(
            @ForAll @LongRange(min = 0, max = 1 << 20) long seed,
            @ForAll @IntRange(max = 150) int channels,
            @ForAll @IntRange(min = 1, max = 4) int rows,
            @ForAll @IntRange(min = 1, max = 4) int columns) {
        PoolingKernels simd = new SimdPooling();
        PoolingKernels scalar = new ScalarKernels().pooling();
        Window window = new Window(seed, channels, rows, columns);
        assertArrayEquals(window.max(scalar), window.max(simd), () -> "max of " + window);
        assertArrayEquals(window.average(scalar), window.average(simd), () -> "average of " + window);
    }
}
