package io.github.lanewise.engine.kernel.simd;

import static io.github.lanewise.engine.kernel.UnaryFunctions.ERF0;
import static io.github.lanewise.engine.kernel.UnaryFunctions.ERF1;
import static io.github.lanewise.engine.kernel.UnaryFunctions.ERF2;
import static io.github.lanewise.engine.kernel.UnaryFunctions.ERF3;
import static io.github.lanewise.engine.kernel.UnaryFunctions.ERF4;
import static io.github.lanewise.engine.kernel.UnaryFunctions.ERF5;
import static io.github.lanewise.engine.kernel.UnaryFunctions.ERFC0;
import static io.github.lanewise.engine.kernel.UnaryFunctions.ERFC1;
import static io.github.lanewise.engine.kernel.UnaryFunctions.ERFC2;
import static io.github.lanewise.engine.kernel.UnaryFunctions.ERFC3;
import static io.github.lanewise.engine.kernel.UnaryFunctions.ERFC4;
import static io.github.lanewise.engine.kernel.UnaryFunctions.ERFC5;
import static io.github.lanewise.engine.kernel.UnaryFunctions.ERFC6;
import static io.github.lanewise.engine.kernel.UnaryFunctions.ERFC_SCALE;
import static io.github.lanewise.engine.kernel.UnaryFunctions.ERF_LIMIT;
import static io.github.lanewise.engine.kernel.UnaryFunctions.GELU_CUBIC;
import static io.github.lanewise.engine.kernel.UnaryFunctions.GELU_LINEAR;
import static io.github.lanewise.engine.kernel.UnaryFunctions.LOG1P0;
import static io.github.lanewise.engine.kernel.UnaryFunctions.LOG1P1;
import static io.github.lanewise.engine.kernel.UnaryFunctions.LOG1P2;
import static io.github.lanewise.engine.kernel.UnaryFunctions.LOG1P3;
import static io.github.lanewise.engine.kernel.UnaryFunctions.MISH_SATURATED;
import static io.github.lanewise.engine.kernel.UnaryFunctions.SQRT_HALF;

import io.github.lanewise.engine.kernel.UnaryFunctions;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** {@link UnaryFunctions} lane by lane, operation by operation. */
final class SimdUnaryFunctions {

    private static final int SIGN = 0x80000000;

    static FloatVector elu(FloatVector x, float alpha, float gamma) {
        return x.mul(gamma).blend(SimdExponentials.expm1(x).mul(alpha), x.compare(VectorOperators.LT, 0f));
    }

    static FloatVector celu(FloatVector x, float alpha) {
        FloatVector negative = SimdExponentials.expm1(x.div(alpha)).mul(alpha);
        return x.blend(negative, x.compare(VectorOperators.LT, 0f));
    }

    static FloatVector unitInterval(FloatVector x) {
        return x.blend(0f, x.compare(VectorOperators.LT, 0f)).blend(1f, x.compare(VectorOperators.GT, 1f));
    }

    static FloatVector softplus(FloatVector x) {
        FloatVector positive = x.blend(0f, x.compare(VectorOperators.LT, 0f));
        return positive.add(log1p(SimdExponentials.exp(x.abs().neg())));
    }

    static FloatVector mish(FloatVector x) {
        FloatVector limited = x.blend(MISH_SATURATED, x.compare(VectorOperators.GT, MISH_SATURATED));
        FloatVector exp = SimdExponentials.exp(limited);
        FloatVector w = exp.mul(exp.add(2f));
        return x.mul(w.div(w.add(2f)));
    }

    static FloatVector gelu(FloatVector x) {
        FloatVector scaled = x.mul(SQRT_HALF);
        FloatVector magnitude = scaled.abs();
        FloatVector middle = x.mul(0.5f).mul(scaled.mul(erfRatio(scaled.mul(scaled))).add(1f));
        FloatVector tail = erfc(magnitude).mul(0.5f);
        FloatVector share = tail.neg().add(1f).blend(tail, x.compare(VectorOperators.LT, 0f));
        return x.mul(share).blend(middle, magnitude.compare(VectorOperators.LT, ERF_LIMIT));
    }

    static FloatVector geluTanh(FloatVector x) {
        return x.mul(SimdExponentials.sigmoid(x.mul(x.mul(x).mul(GELU_CUBIC).add(GELU_LINEAR))));
    }

    static FloatVector erf(FloatVector x) {
        FloatVector magnitude = x.abs();
        FloatVector end = erfc(magnitude)
                .neg()
                .add(1f)
                .reinterpretAsInts()
                .or(x.reinterpretAsInts().and(SIGN))
                .reinterpretAsFloats();
        return end.blend(x.mul(erfRatio(x.mul(x))), magnitude.compare(VectorOperators.LT, ERF_LIMIT));
    }

    private static FloatVector erfRatio(FloatVector square) {
        FloatVector high = square.mul(ERF5).add(ERF4).mul(square).add(ERF3).mul(square);
        return high.add(ERF2).mul(square).add(ERF1).mul(square).add(ERF0);
    }

    private static FloatVector erfc(FloatVector x) {
        FloatVector one = FloatVector.broadcast(x.species(), 1f);
        FloatVector t = one.div(x.mul(ERFC_SCALE).add(1f));
        FloatVector high = t.mul(ERFC6).add(ERFC5).mul(t).add(ERFC4).mul(t).add(ERFC3);
        FloatVector ratio = high.mul(t).add(ERFC2).mul(t).add(ERFC1).mul(t).add(ERFC0);
        return SimdExponentials.exp(x.mul(x).neg()).mul(ratio.mul(t));
    }

    private static FloatVector log1p(FloatVector x) {
        FloatVector s = x.div(x.add(2f));
        FloatVector square = s.mul(s);
        FloatVector ratio = square.mul(LOG1P3).add(LOG1P2).mul(square).add(LOG1P1).mul(square).add(LOG1P0);
        return s.mul(2f).add(s.mul(square).mul(ratio));
    }

    private SimdUnaryFunctions() {}
}
