package io.github.lanewise.engine.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.lanewise.engine.kernel.BinaryKernels;
import io.github.lanewise.engine.kernel.scalar.ScalarKernels;
import io.github.lanewise.engine.tensor.BinaryOperation;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.testkit.Shapes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Both tiers give the same bits, all NaNs being equal, and write nothing but the result. */
class SimdBinaryProperties {
    private static final int A_AT = 4, B_AT = 12, OUT_AT = 20;
    private static final int LENGTH = 160;

    @FunctionalInterface
    interface Call {
        void run(BinaryKernels kernels, MemorySegment a, MemorySegment b, MemorySegment out);
    }

    @Property
    void bothTiersGiveTheSameBits(
            @ForAll @IntRange(max = 131) int n,
            @ForAll @LongRange(min = 0, max = 1 << 20) long seed,
            @ForAll BinaryOperation operation) {
        Random random = new Random(seed);
        float[] a = Shapes.wildValues(random, Shape.of(LENGTH));
        float[] b = Shapes.wildValues(random, Shape.of(LENGTH));
        List<Call> calls = List.of(
                (kernels, left, right, out) -> kernels.apply(operation, n, left, A_AT, right, B_AT, out, OUT_AT),
                (kernels, left, right, out) -> kernels.applyRight(operation, n, left, A_AT, b[0], out, OUT_AT),
                (kernels, left, right, out) -> kernels.applyLeft(operation, n, a[0], right, B_AT, out, OUT_AT));
        for (Call call : calls) {
            assertArrayEquals(
                    run(call, new ScalarKernels().binary(), a, b),
                    run(call, new SimdBinary(), a, b),
                    () -> operation + " of " + n + ", call " + calls.indexOf(call) + ", seed " + seed);
        }
    }

    private static float[] run(Call call, BinaryKernels kernels, float[] a, float[] b) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = NativeFloats.of(arena, new float[LENGTH]);
            call.run(kernels, NativeFloats.of(arena, a), NativeFloats.of(arena, b), out);
            return out.toArray(ValueLayout.JAVA_FLOAT);
        }
    }
}
