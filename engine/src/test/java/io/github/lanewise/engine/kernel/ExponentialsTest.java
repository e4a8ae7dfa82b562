package io.github.lanewise.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExponentialsTest {
    private static final float INFINITY = Float.POSITIVE_INFINITY;

    /** Every so many of all bit patterns of a float. */
    private static final int STEP = 9973;

    @SuppressWarnings("ImmutableEnumChecker") // method references hold nothing
    enum Function {
        EXP(1.1, Exponentials::exp, Math::exp),
        SIGMOID(2.5, Exponentials::sigmoid, ExponentialsTest::sigmoid),
        TANH(2.6, Exponentials::tanh, Math::tanh);

        private final double ulps;
        private final FloatFunction function;
        private final DoubleUnaryOperator exact;

        Function(double ulps, FloatFunction function, DoubleUnaryOperator exact) {
            this.ulps = ulps;
            this.function = function;
            this.exact = exact;
        }
    }

    @FunctionalInterface
    interface FloatFunction {
        float apply(float x);
    }

    @ParameterizedTest
    @EnumSource
    void keepsItsBoundOverAllFloats(Function function) {
        for (long bits = 0; bits < 1L << 32; bits += STEP) {
            float x = Float.intBitsToFloat((int) bits);
            float actual = function.function.apply(x);
            double exact = function.exact.applyAsDouble(x);
            float rounded = (float) exact;
            if (Float.isNaN(rounded) || Float.isInfinite(rounded)) {
                assertEquals(rounded, actual, () -> function + " of " + x);
            } else {
                double error = Math.abs(actual - exact) / Math.ulp(rounded);
                assertThat(error).as("%s(%s) in ulps", function, x).isLessThanOrEqualTo(function.ulps);
            }
        }
    }

    @Test
    void specials() {
        assertThat(Exponentials.exp(0)).isEqualTo(1);
        assertThat(Exponentials.exp(-0f)).isEqualTo(1);
        assertThat(Exponentials.exp(INFINITY)).isEqualTo(INFINITY);
        assertThat(Exponentials.exp(-INFINITY)).isZero();
        assertThat(Exponentials.exp(88.72283f)).isFinite();
        assertThat(Exponentials.exp(88.72284f)).isEqualTo(INFINITY);
        assertThat(Exponentials.exp(-103.97f)).isEqualTo(Float.MIN_VALUE);
        assertThat(Exponentials.exp(-103.98f)).isZero();
        assertThat(Exponentials.sigmoid(INFINITY)).isEqualTo(1);
        assertThat(Exponentials.sigmoid(-INFINITY)).isZero();
        assertThat(Exponentials.sigmoid(-0f)).isEqualTo(0.5f);
        assertThat(Exponentials.sigmoid(-100)).isBetween(2.9e-44f, 4.5e-44f);
        assertThat(Exponentials.tanh(INFINITY)).isEqualTo(1);
        assertThat(Exponentials.tanh(-INFINITY)).isEqualTo(-1);
        assertThat(Exponentials.tanh(Float.MIN_VALUE)).isEqualTo(Float.MIN_VALUE);
        assertThat(Float.floatToRawIntBits(Exponentials.tanh(-0f))).isEqualTo(Float.floatToRawIntBits(-0f));
        for (Function function : Function.values()) {
            assertThat(function.function.apply(Float.NaN)).isNaN();
        }
    }

    private static double sigmoid(double x) {
        double exp = Math.exp(-Math.abs(x));
        return (x < 0 ? exp : 1) / (1 + exp);
    }
}
