package io.github.lanewise.engine.kernel.simd;

import static io.github.lanewise.engine.kernel.Exponentials.C2;
import static io.github.lanewise.engine.kernel.Exponentials.C3;
import static io.github.lanewise.engine.kernel.Exponentials.C4;
import static io.github.lanewise.engine.kernel.Exponentials.C5;
import static io.github.lanewise.engine.kernel.Exponentials.C6;
import static io.github.lanewise.engine.kernel.Exponentials.EXPONENT_BIAS;
import static io.github.lanewise.engine.kernel.Exponentials.EXPONENT_SHIFT;
import static io.github.lanewise.engine.kernel.Exponentials.EXPM1_LOWEST;
import static io.github.lanewise.engine.kernel.Exponentials.LARGEST;
import static io.github.lanewise.engine.kernel.Exponentials.LN2_HIGH;
import static io.github.lanewise.engine.kernel.Exponentials.LN2_LOW;
import static io.github.lanewise.engine.kernel.Exponentials.LOG2_E;
import static io.github.lanewise.engine.kernel.Exponentials.LOWEST;
import static io.github.lanewise.engine.kernel.Exponentials.MAGIC;
import static io.github.lanewise.engine.kernel.Exponentials.MAGIC_BITS;
import static io.github.lanewise.engine.kernel.Exponentials.TANH_SATURATED;

import io.github.lanewise.engine.kernel.Exponentials;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** {@link Exponentials} lane by lane, operation by operation. */
final class SimdExponentials {

    private static final int SIGN = 0x80000000;

    static FloatVector exp(FloatVector x) {
        FloatVector limited = x.max(LOWEST).min(LARGEST);
        FloatVector shifted = limited.mul(LOG2_E).add(MAGIC);
        IntVector n = shifted.reinterpretAsInts().sub(MAGIC_BITS);
        IntVector half = n.lanewise(VectorOperators.ASHR, 1);
        FloatVector mantissa =
                expm1Reduced(reduced(limited, shifted.sub(MAGIC))).add(1);
        return mantissa.mul(powerOfTwo(half)).mul(powerOfTwo(n.sub(half)));
    }

    static FloatVector sigmoid(FloatVector x) {
        FloatVector exp = exp(x.abs().neg());
        FloatVector one = FloatVector.broadcast(x.species(), 1);
        return one.blend(exp, x.compare(VectorOperators.LT, 0f)).div(exp.add(1));
    }

    static FloatVector tanh(FloatVector x) {
        FloatVector magnitude = x.abs();
        FloatVector doubled = magnitude.min(TANH_SATURATED).mul(2);
        FloatVector shifted = doubled.mul(LOG2_E).add(MAGIC);
        FloatVector power = powerOfTwo(shifted.reinterpretAsInts().sub(MAGIC_BITS));
        FloatVector expm1 =
                expm1Reduced(reduced(doubled, shifted.sub(MAGIC))).mul(power).add(power.sub(1));
        return expm1.div(expm1.add(2))
                .reinterpretAsInts()
                .or(x.reinterpretAsInts().and(SIGN))
                .reinterpretAsFloats();
    }

    static FloatVector expm1(FloatVector x) {
        FloatVector limited = x.max(EXPM1_LOWEST);
        FloatVector shifted = limited.mul(LOG2_E).add(MAGIC);
        FloatVector power = powerOfTwo(shifted.reinterpretAsInts().sub(MAGIC_BITS));
        return expm1Reduced(reduced(limited, shifted.sub(MAGIC))).mul(power).add(power.sub(1));
    }

    private static FloatVector reduced(FloatVector x, FloatVector n) {
        return x.sub(n.mul(LN2_HIGH)).sub(n.mul(LN2_LOW));
    }

    private static FloatVector expm1Reduced(FloatVector r) {
        FloatVector sum = r.mul(C6).add(C5).mul(r).add(C4).mul(r).add(C3).mul(r).add(C2);
        return sum.mul(r.mul(r)).add(r);
    }

    private static FloatVector powerOfTwo(IntVector n) {
        return n.add(EXPONENT_BIAS)
                .lanewise(VectorOperators.LSHL, EXPONENT_SHIFT)
                .reinterpretAsFloats();
    }

    private SimdExponentials() {}
}
