package io.github.lanewise.engine.kernel.simd;

import static io.github.lanewise.engine.kernel.Exponentials.C2;
import static io.github.lanewise.engine.kernel.Exponentials.C3;
import static io.github.lanewise.engine.kernel.Exponentials.C4;
import static io.github.lanewise.engine.kernel.Exponentials.C5;
import static io.github.lanewise.engine.kernel.Exponentials.C6;
import static io.github.lanewise.engine.kernel.Exponentials.EXPM1_LOWEST;
import static io.github.lanewise.engine.kernel.Exponentials.EXPONENT_BIAS;
import static io.github.lanewise.engine.kernel.Exponentials.EXPONENT_SHIFT;
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

/**
 * {@link Exponentials} lane by lane, operation by operation. Written out in each method: C2 leaves calls of our own standing
 * in a long loop, and boxes their vectors, whereas it always inlines those of the Vector API.
 */
final class SimdExponentials {

    private static final int SIGN = 0x80000000;

    static FloatVector exp(FloatVector x) {
        FloatVector limited = x.max(LOWEST).min(LARGEST);
        FloatVector shifted = limited.mul(LOG2_E).add(MAGIC);
        FloatVector rounded = shifted.sub(MAGIC);
        FloatVector r = limited.sub(rounded.mul(LN2_HIGH)).sub(rounded.mul(LN2_LOW));
        FloatVector sum = r.mul(C6).add(C5).mul(r).add(C4).mul(r).add(C3).mul(r).add(C2);
        FloatVector mantissa = sum.mul(r.mul(r)).add(r).add(1);
        IntVector n = shifted.reinterpretAsInts().sub(MAGIC_BITS);
        IntVector half = n.lanewise(VectorOperators.ASHR, 1);
        IntVector low = half.add(EXPONENT_BIAS).lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
        IntVector high = n.sub(half).add(EXPONENT_BIAS).lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
        return mantissa.mul(low.reinterpretAsFloats()).mul(high.reinterpretAsFloats());
    }

    static FloatVector sigmoid(FloatVector x) {
        FloatVector exp = exp(x.abs().neg());
        FloatVector one = FloatVector.broadcast(x.species(), 1);
        return one.blend(exp, x.compare(VectorOperators.LT, 0f)).div(exp.add(1));
    }

    static FloatVector tanh(FloatVector x) {
        FloatVector doubled = x.abs().min(TANH_SATURATED).mul(2);
        FloatVector expm1 = expm1Limited(doubled);
        return expm1.div(expm1.add(2))
                .reinterpretAsInts()
                .or(x.reinterpretAsInts().and(SIGN))
                .reinterpretAsFloats();
    }

    static FloatVector expm1(FloatVector x) {
        return expm1Limited(x.max(EXPM1_LOWEST));
    }

    private static FloatVector expm1Limited(FloatVector x) {
        FloatVector shifted = x.mul(LOG2_E).add(MAGIC);
        FloatVector rounded = shifted.sub(MAGIC);
        FloatVector r = x.sub(rounded.mul(LN2_HIGH)).sub(rounded.mul(LN2_LOW));
        FloatVector sum = r.mul(C6).add(C5).mul(r).add(C4).mul(r).add(C3).mul(r).add(C2);
        IntVector n = shifted.reinterpretAsInts().sub(MAGIC_BITS);
        FloatVector power = n.add(EXPONENT_BIAS)
                .lanewise(VectorOperators.LSHL, EXPONENT_SHIFT)
                .reinterpretAsFloats();
        return sum.mul(r.mul(r)).add(r).mul(power).add(power.sub(1));
    }

    private SimdExponentials() {}
}
