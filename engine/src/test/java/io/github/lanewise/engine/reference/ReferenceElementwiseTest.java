package io.github.lanewise.engine.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ReferenceElementwiseTest {

    @Test
    void arithmetic() {
        float[] a = {1, -2, 3};
        float[] b = {4, 5, -6};

        assertThat(ReferenceElementwise.add(a, b)).containsExactly(5, 3, -3);
        assertThat(ReferenceElementwise.multiply(a, b)).containsExactly(4, -10, -18);
        assertThat(ReferenceElementwise.relu(new float[] {-1, -0f, 2, Float.NaN}))
                .containsExactly(0, -0f, 2, Float.NaN);
    }

    @Test
    void sigmoidAndTanh() {
        assertThat(ReferenceElementwise.sigmoid(new float[] {0, 200, -200}))
                .containsExactly(new double[] {0.5, 1, 0}, within(1e-80));
        assertThat(ReferenceElementwise.tanh(new float[] {0, 1, -100}))
                .containsExactly(new double[] {0, Math.tanh(1), -1}, within(1e-15));
    }

    @Test
    void softmaxOfEqualsIsUniform() {
        assertThat(ReferenceElementwise.softmax(1, 4, new float[] {7, 7, 7, 7}))
                .containsExactly(new double[] {0.25, 0.25, 0.25, 0.25}, within(1e-15));
    }

    @Test
    void softmaxGoesRowByRowAndDoesNotOverflow() {
        float[] x = {1000, 1000, -1000, 0, (float) Math.log(2), (float) Math.log(3)};
        double[] softmax = ReferenceElementwise.softmax(2, 3, x);

        assertThat(softmax).containsExactly(new double[] {0.5, 0.5, 0, 1 / 6.0, 1 / 3.0, 0.5}, within(1e-7));
        assertThat(Arrays.stream(ReferenceElementwise.logSoftmax(2, 3, x)).map(Math::exp))
                .containsExactly(Arrays.stream(softmax).boxed().toArray(Double[]::new));
    }
}
