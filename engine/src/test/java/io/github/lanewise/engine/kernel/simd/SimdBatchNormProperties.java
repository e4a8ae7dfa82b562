package io.github.lanewise.engine.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.lanewise.engine.kernel.BatchNormKernels;
import io.github.lanewise.engine.kernel.ChannelLanes;
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
class SimdBatchNormProperties {
    private static final int AT = 12;
    private static final int LENGTH = 3000;
    private static final float LOWER = -0.3f;
    private static final float UPPER = 0.6f;

    /** What a kernel is given; the span does not end where lanes do. */
    private record Span(long seed, int n, int channels) {
        float[] run(BatchNormKernels kernels, Call call) {
            Random random = new Random(seed);
            ChannelLanes lanes = new ChannelLanes();
            lanes.reset(channels);
            float[][] factors = {
                lanes.mean(),
                lanes.scale(),
                lanes.bias(),
                lanes.differenceFactor(),
                lanes.summand(),
                lanes.sums(),
                lanes.products()
            };
            for (float[] factor : factors) {
                System.arraycopy(Shapes.values(random, Shape.of(channels)), 0, factor, 0, channels);
                lanes.repeat(factor);
            }
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment[] operands = new MemorySegment[4];
                Arrays.setAll(operands, i -> NativeFloats.of(arena, Shapes.wildValues(random, Shape.of(LENGTH))));
                call.run(kernels, lanes, operands);
                float[] out = operands[3].toArray(ValueLayout.JAVA_FLOAT);
                float[] result = Arrays.copyOf(out, LENGTH + 2 * lanes.period());
                System.arraycopy(lanes.sums(), 0, result, LENGTH, lanes.period());
                System.arraycopy(lanes.products(), 0, result, LENGTH + lanes.period(), lanes.period());
                return result;
            }
        }

        void assertSame(String name, Call call) {
            float[] scalar = run(new ScalarKernels().batchNorm(), call);
            assertArrayEquals(scalar, run(new SimdBatchNorm(), call), () -> name + " of " + this);
        }
    }

    @FunctionalInterface
    private interface Call {
        void run(BatchNormKernels kernels, ChannelLanes lanes, MemorySegment[] operands);
    }

    @Property
    void bothTiersGiveTheSameBits(
            @ForAll @LongRange(min = 0, max = 1 << 20) long seed,
            @ForAll @IntRange(max = 2900) int n,
            @ForAll @IntRange(min = 1, max = 70) int channels) {
        Span span = new Span(seed, n, channels);
        span.assertSame("moments", (k, lanes, x) -> k.moments(n, lanes, x[0], AT));
        span.assertSame("normalise", (k, lanes, x) -> k.normalise(n, lanes, LOWER, UPPER, x[0], AT, x[3], AT));
        span.assertSame(
                "normaliseAdd", (k, lanes, x) -> k.normaliseAdd(n, lanes, LOWER, UPPER, x[0], AT, x[1], AT, x[3], AT));
        span.assertSame("gradientSums", (k, lanes, x) -> k.gradientSums(n, lanes, x[0], AT, x[1], AT));
        span.assertSame(
                "clampedGradientSums",
                (k, lanes, x) -> k.clampedGradientSums(n, lanes, LOWER, UPPER, x[0], AT, x[1], AT));
        span.assertSame(
                "maskedGradientSums",
                (k, lanes, x) -> k.maskedGradientSums(n, lanes, LOWER, UPPER, x[0], AT, x[1], AT, x[2], AT, x[3], AT));
        span.assertSame("gradient", (k, lanes, x) -> k.gradient(n, lanes, x[0], AT, x[1], AT, x[3], AT));
        span.assertSame(
                "clampedGradient",
                (k, lanes, x) -> k.clampedGradient(n, lanes, LOWER, UPPER, x[0], AT, x[1], AT, x[3], AT));
    }
}
