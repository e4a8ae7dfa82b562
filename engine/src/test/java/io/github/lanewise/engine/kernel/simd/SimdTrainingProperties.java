package io.github.lanewise.engine.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.lanewise.engine.kernel.PoolingGradientKernels;
import io.github.lanewise.engine.kernel.TrainingKernels;
import io.github.lanewise.engine.kernel.scalar.ScalarKernels;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.testkit.Shapes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Both tiers give the same bits, all NaNs being equal, and write nothing but the result. */
class SimdTrainingProperties {
    private static final int AT = 12;
    private static final int LENGTH = 4000;

    @FunctionalInterface
    private interface Call<K> {
        void run(K kernels, MemorySegment[] operands);
    }

    @Property
    void updatesGiveTheSameBits(
            @ForAll @LongRange(min = 0, max = 1 << 20) long seed, @ForAll @IntRange(max = 130) int n) {
        assertSame("relu", seed, (k, x) -> k.reluGradient(n, x[0], AT, x[1], AT, x[2], AT));
        assertSame("descend", seed, (k, x) -> k.descend(n, 0.1f, 0.01f, x[0], x[1], AT));
        for (boolean nesterov : new boolean[] {false, true}) {
            assertSame(
                    "momentum", seed, (k, x) -> k.momentum(n, 0.1f, 0.9f, 0.7f, nesterov, 0.01f, x[0], x[1], x[2], AT));
        }
        assertSame(
                "adamW",
                seed,
                (k, x) -> k.adamW(n, 0.1f, 0.9f, 0.8f, 0.2f, 0.7f, 0.3f, 0.6f, 1e-6f, x[0], x[1], x[2], x[3], AT));
        assertSame("count", seed, (k, x) -> x[3].set(ValueLayout.JAVA_INT, 0, k.countDenormals(n, x[0], AT)));
        assertSame("flush", seed, (k, x) -> k.flushDenormals(n, x[0], AT));
    }

    @Property
    void gradientsOfWindowsGiveTheSameBits(
            @ForAll @LongRange(min = 0, max = 1 << 20) long seed,
            @ForAll @IntRange(max = 70) int channels,
            @ForAll @IntRange(min = 1, max = 4) int rows,
            @ForAll @IntRange(min = 1, max = 4) int columns) {
        long pixel = 4L * channels;
        Call<PoolingGradientKernels> call = (k, x) -> {
            long row = columns * pixel;
            k.max(channels, rows, columns, x[0], AT, row + pixel, x[1], AT, x[2], AT, row, pixel);
            k.average(channels, rows, columns, 0.3f, x[1], AT, x[3], AT, row, pixel);
        };
        assertArrayEquals(
                run(new ScalarKernels().poolingGradient(), seed, call),
                run(new SimdPoolingGradient(), seed, call),
                () -> rows + " x " + columns + " pixels of " + channels + " channels, seed " + seed);
    }

    private static void assertSame(String name, long seed, Call<TrainingKernels> call) {
        assertArrayEquals(
                run(new ScalarKernels().training(), seed, call),
                run(new SimdTraining(), seed, call),
                () -> name + ", seed " + seed);
    }

    private static <K> float[] run(K kernels, long seed, Call<K> call) {
        Random random = new Random(seed);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment[] operands = new MemorySegment[4];
            Arrays.setAll(operands, i -> NativeFloats.of(arena, Shapes.wildValues(random, Shape.of(LENGTH))));
            call.run(kernels, operands);
            float[] all = new float[4 * LENGTH];
            for (int i = 0; i < 4; i++) {
                System.arraycopy(operands[i].toArray(ValueLayout.JAVA_FLOAT), 0, all, i * LENGTH, LENGTH);
            }
            return all;
        }
    }
}
