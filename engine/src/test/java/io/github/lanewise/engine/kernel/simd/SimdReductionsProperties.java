package io.github.lanewise.engine.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.lanewise.engine.kernel.ReductionKernels;
import io.github.lanewise.engine.kernel.scalar.ScalarKernels;
import io.github.lanewise.engine.tensor.Reduction;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.testkit.Shapes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Both tiers give the same bits, all NaNs being equal, and write nothing but the result. */
class SimdReductionsProperties {
    private static final int IN_AT = 4, OUT_AT = 20;
    private static final int LENGTH = 500;

    @Property
    void accumulates(
            @ForAll @IntRange(max = 131) int n,
            @ForAll @LongRange(min = 0, max = 1 << 20) long seed,
            @ForAll Reduction reduction) {
        assertArrayEquals(
                accumulate(new ScalarKernels().reductions(), reduction, n, seed),
                accumulate(new SimdReductions(), reduction, n, seed),
                () -> reduction + " of " + n + ", seed " + seed);
    }

    @Property
    void spreadsOverChains(
            @ForAll @IntRange(max = 12) int rounds,
            @ForAll @LongRange(min = 0, max = 1 << 20) long seed,
            @ForAll Reduction reduction) {
        assertArrayEquals(
                chain(new ScalarKernels().reductions(), reduction, rounds, seed),
                chain(new SimdReductions(), reduction, rounds, seed),
                () -> reduction + " of " + rounds + " rounds, seed " + seed);
    }

    @Property
    void sumsSquaredDeviations(
            @ForAll @IntRange(max = 8) int pixels,
            @ForAll @IntRange(max = 60) int channels,
            @ForAll @LongRange(min = 0, max = 1 << 20) long seed) {
        assertArrayEquals(
                deviations(new ScalarKernels().reductions(), pixels, channels, seed),
                deviations(new SimdReductions(), pixels, channels, seed),
                () -> pixels + " pixels, " + channels + " channels, seed " + seed);
    }

    private static float[] accumulate(ReductionKernels kernels, Reduction reduction, int n, long seed) {
        Random random = new Random(seed);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = segment(arena, random);
            kernels.accumulate(reduction, n, segment(arena, random), IN_AT, out, OUT_AT);
            return out.toArray(ValueLayout.JAVA_FLOAT);
        }
    }

    private static float[] chain(ReductionKernels kernels, Reduction reduction, int rounds, long seed) {
        Random random = new Random(seed);
        float[] chains = Shapes.values(random, Shape.of(ReductionKernels.CHAINS));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment in = segment(arena, random);
            kernels.chain(reduction, rounds * ReductionKernels.CHAINS, 0.3f, in, IN_AT, chains);
        }
        return chains;
    }

    private static float[] deviations(ReductionKernels kernels, int pixels, int channels, long seed) {
        Random random = new Random(seed);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = segment(arena, random);
            MemorySegment in = segment(arena, random);
            kernels.squaredDeviations(pixels, channels, in, IN_AT, segment(arena, random), out, OUT_AT);
            return out.toArray(ValueLayout.JAVA_FLOAT);
        }
    }

    private static MemorySegment segment(Arena arena, Random random) {
        return NativeFloats.of(arena, Shapes.wildValues(random, Shape.of(LENGTH)));
    }
}
