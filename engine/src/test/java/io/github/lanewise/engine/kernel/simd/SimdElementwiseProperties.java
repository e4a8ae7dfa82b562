package io.github.lanewise.engine.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.lanewise.engine.kernel.ElementwiseKernels;
import io.github.lanewise.engine.kernel.FunctionKernels;
import io.github.lanewise.engine.kernel.scalar.ScalarKernels;
import io.github.lanewise.engine.testkit.Problems;
import io.github.lanewise.engine.testkit.Specials;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Both tiers give the same bits, all NaNs being equal, and write nothing but the result. */
class SimdElementwiseProperties {
    private static final int A_AT = 4, B_AT = 12, OUT_AT = 20;
    private static final int LENGTH = 160;
    private static final float NONE = Float.POSITIVE_INFINITY;

    @FunctionalInterface
    interface Call {
        void run(ElementwiseKernels kernels, int n, MemorySegment a, MemorySegment b, MemorySegment out);
    }

    private static final Map<String, Call> CALLS = new LinkedHashMap<>();

    static {
        CALLS.put("add", (k, n, a, b, out) -> k.addScaled(n, 1, a, A_AT, b, B_AT, -NONE, NONE, out, OUT_AT));
        CALLS.put("add relu", (k, n, a, b, out) -> k.addScaled(n, 1, a, A_AT, b, B_AT, 0, NONE, out, OUT_AT));
        CALLS.put("subtract", (k, n, a, b, out) -> k.addScaled(n, -1, a, A_AT, b, B_AT, -3, 5, out, OUT_AT));
        CALLS.put("add scaled", (k, n, a, b, out) -> k.addScaled(n, 0.3f, a, A_AT, b, B_AT, -3, 5, out, OUT_AT));
        CALLS.put("multiply", (k, n, a, b, out) -> k.multiply(n, a, A_AT, b, B_AT, out, OUT_AT));
        CALLS.put("relu", (k, n, a, b, out) -> k.clamp(n, 0, NONE, a, A_AT, out, OUT_AT));
        CALLS.put("clamp", (k, n, a, b, out) -> k.clamp(n, -1, 6, a, A_AT, out, OUT_AT));
        CALLS.put("scale shift", (k, n, a, b, out) -> k.scaleShift(1, n, a, A_AT, b, a, 0, 6, out, OUT_AT));
        CALLS.put("scale shift 3", (k, n, a, b, out) -> k.scaleShift(3, n / 3, a, A_AT, b, a, 0, 6, out, OUT_AT));
        CALLS.put("subtract both", (k, n, a, b, out) -> k.subtract(n, 0.7f, -3, a, A_AT, out, OUT_AT));
        CALLS.put("exp", (k, n, a, b, out) -> k.exp(n, 0, 1, a, A_AT, out, OUT_AT));
        CALLS.put("exp scaled", (k, n, a, b, out) -> k.exp(n, 3, 0.3f, a, A_AT, out, OUT_AT));
        CALLS.put("sigmoid", (k, n, a, b, out) -> ((FunctionKernels) k).sigmoid(n, a, A_AT, out, OUT_AT));
        CALLS.put("tanh", (k, n, a, b, out) -> ((FunctionKernels) k).tanh(n, a, A_AT, out, OUT_AT));
        CALLS.put("max", (k, n, a, b, out) -> out.set(ValueLayout.JAVA_FLOAT, OUT_AT, k.max(n, a, A_AT)));
    }

    @Property
    void bothTiersGiveTheSameBits(
            @ForAll @IntRange(max = 131) int n, @ForAll @LongRange(min = 0, max = 1 << 20) long seed) {
        float[] a = values(seed, Specials.extreme());
        float[] b = values(seed + 1, Specials.notFinite());
        ElementwiseKernels simd = new SimdElementwise();
        ElementwiseKernels scalar = new ScalarKernels().elementwise();
        CALLS.forEach((name, call) -> assertArrayEquals(
                run(call, scalar, n, a, b), run(call, simd, n, a, b), () -> name + ", n = " + n + ", seed " + seed));
    }

    @Property
    void theResultMayBeTheFirstOperand(
            @ForAll @IntRange(max = 131) int n, @ForAll @LongRange(min = 0, max = 1 << 20) long seed) {
        ElementwiseKernels kernels = new SimdElementwise();
        float[] x = values(seed, Specials.extreme());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment inPlace = NativeFloats.of(arena, x);
            MemorySegment apart = NativeFloats.of(arena, x);
            kernels.exp(n, 1, 2, NativeFloats.of(arena, x), A_AT, apart, A_AT);
            kernels.exp(n, 1, 2, inPlace, A_AT, inPlace, A_AT);
            assertArrayEquals(apart.toArray(ValueLayout.JAVA_FLOAT), inPlace.toArray(ValueLayout.JAVA_FLOAT));
        }
    }

    private static float[] run(Call call, ElementwiseKernels kernels, int n, float[] a, float[] b) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = NativeFloats.of(arena, new float[LENGTH]);
            call.run(kernels, n, NativeFloats.of(arena, a), NativeFloats.of(arena, b), out);
            return out.toArray(ValueLayout.JAVA_FLOAT);
        }
    }

    private static float[] values(long seed, float[] specials) {
        float[] values = Problems.floats(seed, LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            values[i] *= 110;
        }
        return Specials.sprinkle(seed, 30, specials, values);
    }
}
