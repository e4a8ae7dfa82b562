package io.github.lanewise.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ActivationTest {

    @Test
    void clampsToItsLimits() {
        Activation relu6 = Activation.clippedRelu(6);

        assertThat(relu6.apply(-1)).isZero();
        assertThat(relu6.apply(2.5f)).isEqualTo(2.5f);
        assertThat(relu6.apply(Float.POSITIVE_INFINITY)).isEqualTo(6);
        assertThat(Activation.RELU.apply(Float.NEGATIVE_INFINITY)).isZero();
        assertThat(Activation.RELU.apply(Float.MAX_VALUE)).isEqualTo(Float.MAX_VALUE);
        assertThat(Activation.IDENTITY.apply(Float.NEGATIVE_INFINITY)).isEqualTo(Float.NEGATIVE_INFINITY);
    }

    @Test
    void passesNanAndNegativeZero() {
        assertThat(Activation.RELU.apply(Float.NaN)).isNaN();
        assertThat(Float.floatToRawIntBits(Activation.RELU.apply(-0f))).isEqualTo(Float.floatToRawIntBits(-0f));
    }

    @Test
    void rejectsLimitsInTheWrongOrder() {
        assertThatThrownBy(() -> Activation.clippedRelu(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0.0 and -1.0");
        assertThatThrownBy(() -> new Activation(Float.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
