package io.github.lanewise.engine.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** What the kernels of training do at the bounds of an activation. An upper bound of infinity costs nothing. */
final class Clamps {

    /** {@code x < lower ? lower : x > upper ? upper : x}. */
    static FloatVector clamp(FloatVector x, float lower, float upper) {
        FloatVector above = x.blend(lower, x.compare(VectorOperators.LT, lower));
        return upper == Float.POSITIVE_INFINITY ? above : above.blend(upper, x.compare(VectorOperators.GT, upper));
    }

    static float clamp(float x, float lower, float upper) {
        return x < lower ? lower : x > upper ? upper : x;
    }

    /** g, but 0 where the result lies at a bound or beyond. */
    static FloatVector mask(FloatVector result, float lower, float upper, FloatVector g) {
        FloatVector above = g.blend(0, result.compare(VectorOperators.LE, lower));
        return upper == Float.POSITIVE_INFINITY ? above : above.blend(0, result.compare(VectorOperators.GE, upper));
    }

    static float mask(float result, float lower, float upper, float g) {
        return result <= lower || (result >= upper && upper != Float.POSITIVE_INFINITY) ? 0 : g;
    }

    /** x, but 0 where it is a denormal. */
    static FloatVector flush(FloatVector x) {
        return x.blend(0, x.abs().compare(VectorOperators.LT, Float.MIN_NORMAL));
    }

    static float flush(float x) {
        return Math.abs(x) < Float.MIN_NORMAL ? 0 : x;
    }

    private Clamps() {}
}
