package io.github.lanewise.layers.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.testkit.Problems;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossTest {
    private static final int[] LABELS = {2, 0, 1};

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.5})
    void crossEntropyIsTheMeanOfMinusLogarithms(double smoothing) {
        Tensor output = Problems.tensor(1, 3, 4);
        double expected = 0;
        for (int n = 0; n < 3; n++) {
            double sum = 0;
            for (int c = 0; c < 4; c++) {
                sum += Math.exp(output.get(n, c));
            }
            for (int c = 0; c < 4; c++) {
                double target = smoothing / 4 + (c == LABELS[n] ? 1 - smoothing : 0);
                expected -= target * Math.log(Math.exp(output.get(n, c)) / sum) / 3;
            }
        }
        assertThat(new SoftmaxCrossEntropy(smoothing).evaluate(output, LABELS, null))
                .isCloseTo(expected, Offset.offset(1e-12));
    }

    @Test
    void gradientsAgreeWithCentralDifferences() {
        for (Loss loss : new Loss[] {new SoftmaxCrossEntropy(0.2), new MeanSquaredError()}) {
            Tensor output = Problems.tensor(2, 3, 4);
            Tensor gradient = Tensor.of(new float[12], 3, 4);
            loss.evaluate(output, LABELS, gradient);
            for (int n = 0; n < 3; n++) {
                for (int c = 0; c < 4; c++) {
                    assertThat((double) gradient.get(n, c))
                            .isCloseTo(difference(loss, output, n, c), Offset.offset(1e-6));
                }
            }
        }
    }

    private static double difference(Loss loss, Tensor output, int n, int c) {
        float value = output.get(n, c);
        output.set(value + 0x1p-12f, n, c);
        double above = loss.evaluate(output, LABELS, null);
        double width = output.get(n, c);
        output.set(value - 0x1p-12f, n, c);
        double below = loss.evaluate(output, LABELS, null);
        width -= output.get(n, c);
        output.set(value, n, c);
        return (above - below) / width;
    }

    @Test
    void squaredErrorIsTheMeanOverAllElements() {
        Tensor output = Tensor.of(new float[] {1, 0.5f, 0, 3}, 2, 2);
        assertThat(new MeanSquaredError().evaluate(output, new int[] {0, 1}, null))
                .isEqualTo((0.25 + 4) / 4);
    }

    @Test
    void crossEntropyOfLargeOutputsDoesNotOverflow() {
        Tensor output = Tensor.of(new float[] {1e30f, -1e30f}, 1, 2);
        assertThat(new SoftmaxCrossEntropy().evaluate(output, new int[] {0}, null))
                .isZero();
    }

    @Test
    void notANumberStaysOne() {
        Tensor output = Tensor.of(new float[] {Float.NaN, 1}, 1, 2);
        assertThat(new SoftmaxCrossEntropy().evaluate(output, new int[] {1}, null))
                .isNaN();
    }

    @Test
    void wrongOperandsAreNamed() {
        Loss loss = new SoftmaxCrossEntropy();
        Tensor output = Problems.tensor(1, 3, 4);
        assertThatThrownBy(() -> loss.evaluate(output, new int[] {0, 4, 1}, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("label 4 of image 1 is no class from 0 to 3");
        assertThatThrownBy(() -> loss.evaluate(output, new int[] {0}, null)).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> loss.evaluate(output, LABELS, Problems.tensor(1, 3, 3)))
                .isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> new SoftmaxCrossEntropy(1)).isInstanceOf(IllegalArgumentException.class);
    }
}
