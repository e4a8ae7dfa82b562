package io.github.lanewise.engine.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.lanewise.engine.kernel.FunctionKernels;
import io.github.lanewise.engine.kernel.scalar.ScalarKernels;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.UnaryOperation;
import io.github.lanewise.engine.tensor.UnaryOperation.Function;
import io.github.lanewise.engine.testkit.Shapes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Both tiers give the same bits, all NaNs being equal, in place as well, and write nothing but the result. */
class SimdUnaryProperties {
    private static final int IN_AT = 4, OUT_AT = 20;
    private static final int LENGTH = 2400;

    @Property
    void bothTiersGiveTheSameBits(
            @ForAll @IntRange(max = 2300) int n,
            @ForAll @LongRange(min = 0, max = 1 << 20) long seed,
            @ForAll Function function) {
        UnaryOperation operation = new UnaryOperation(function, 0.7f, 1.1f);
        Random random = new Random(seed);
        float[] values = Shapes.wildValues(random, Shape.of(LENGTH));
        float scale = 1 + random.nextInt(30);
        for (int i = 0; i < LENGTH; i++) {
            values[i] *= scale;
        }
        int count = random.nextBoolean() ? n : n % 40;
        FunctionKernels scalar = new ScalarKernels().functions();
        for (boolean inPlace : new boolean[] {false, true}) {
            assertArrayEquals(
                    run(scalar, operation, count, values, inPlace),
                    run(new SimdElementwise(), operation, count, values, inPlace),
                    () -> operation + " of " + count + ", seed " + seed);
        }
    }

    private static float[] run(
            FunctionKernels kernels, UnaryOperation operation, int n, float[] values, boolean inPlace) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment in = NativeFloats.of(arena, values);
            MemorySegment out = inPlace ? in : NativeFloats.of(arena, new float[LENGTH]);
            MemorySegment scratch = arena.allocate(64 + FunctionKernels.SCRATCH_BYTES, 64);
            kernels.apply(operation, n, in, IN_AT, out, inPlace ? IN_AT : OUT_AT, scratch, 64);
            return out.toArray(ValueLayout.JAVA_FLOAT);
        }
    }
}
