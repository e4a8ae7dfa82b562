package io.github.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.lanewise.engine.reference.ReferenceUnary;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.tensor.UnaryOperation;
import io.github.lanewise.engine.tensor.UnaryOperation.Function;
import io.github.lanewise.engine.testkit.Problems;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UnaryOperationTest {
    private static final int COUNT = 200_000;

    static Stream<UnaryOperation> operations() {
        return Stream.of(
                UnaryOperation.RELU,
                UnaryOperation.clip(-1.5f, 6),
                UnaryOperation.leakyRelu(0.01f),
                UnaryOperation.thresholdedRelu(0.7f),
                UnaryOperation.elu(1.3f),
                UnaryOperation.selu(1.6732632f, 1.050701f),
                UnaryOperation.celu(0.5f),
                UnaryOperation.SIGMOID,
                UnaryOperation.SILU,
                UnaryOperation.hardSigmoid(0.2f, 0.5f),
                UnaryOperation.HARD_SWISH,
                UnaryOperation.TANH,
                UnaryOperation.SOFTSIGN,
                UnaryOperation.SOFTPLUS,
                UnaryOperation.MISH,
                UnaryOperation.GELU,
                UnaryOperation.GELU_TANH,
                UnaryOperation.ERF,
                UnaryOperation.EXP,
                UnaryOperation.LOG,
                UnaryOperation.SQRT,
                UnaryOperation.ABS,
                UnaryOperation.NEGATE,
                UnaryOperation.RECIPROCAL,
                UnaryOperation.FLOOR,
                UnaryOperation.CEIL,
                UnaryOperation.TRUNCATE);
    }

    @Test
    void everyFunctionIsTested() {
        Set<Function> tested = EnumSet.noneOf(Function.class);
        operations().forEach(operation -> tested.add(operation.function()));
        assertThat(tested).containsExactlyInAnyOrder(Function.values());
    }

    /** Densely near 0 and around the seams of the approximations, thinly far away. */
    @ParameterizedTest
    @MethodSource("operations")
    void agreesWithFloat64(UnaryOperation operation) {
        float[] values = Problems.floats(1, COUNT);
        float[] scales = {1e-20f, 1e-4f, 0.1f, 1, 2, 5, 12, 60};
        for (int i = 0; i < COUNT; i++) {
            values[i] *= scales[i % scales.length];
        }
        float[] results = apply(operation, values);
        for (int i = 0; i < COUNT; i++) {
            double expected = ReferenceUnary.apply(operation, values[i]);
            if (Double.isNaN(expected)) {
                assertThat(results[i]).as("%s of %s", operation, values[i]).isNaN();
            } else {
                assertThat(Math.abs(results[i] - expected))
                        .as("%s of %s is %s, not %s", operation, values[i], results[i], expected)
                        .isLessThanOrEqualTo(relative(operation.function()) * Math.abs(expected) + 1e-12);
            }
        }
    }

    /** Where a result far from 0 is the difference of numbers near it, or goes through e^-(x²), its error is larger. */
    private static double relative(Function function) {
        return switch (function) {
            case GELU, GELU_TANH -> 3e-6;
            case HARD_SIGMOID, HARD_SWISH -> 2e-4;
            default -> 5e-7;
        };
    }

    @ParameterizedTest
    @MethodSource("operations")
    void nanStaysNan(UnaryOperation operation) {
        float[] values = new float[40];
        Arrays.fill(values, Float.NaN);
        assertThat(apply(operation, values)).containsOnly(Float.NaN);
    }

    @Test
    void largeValuesNeitherOverflowNorVanish() {
        float[] large = {100, 3e38f, -100};
        assertThat(apply(UnaryOperation.SOFTPLUS, large)).startsWith(100, 3e38f);
        assertThat(apply(UnaryOperation.MISH, large)).startsWith(100, 3e38f);
        assertThat(apply(UnaryOperation.GELU, large)).containsExactly(100, 3e38f, -0f);
        assertThat(apply(UnaryOperation.GELU_TANH, large)).containsExactly(100, 3e38f, -0f);
        assertThat(apply(UnaryOperation.ERF, large)).containsExactly(1, 1, -1);
        assertThat(apply(UnaryOperation.elu(2), large)).containsExactly(100, 3e38f, -2);
    }

    @Test
    void parametersAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UnaryOperation.clip(2, 1))
                .withMessageContaining("2.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UnaryOperation.celu(0))
                .withMessageContaining("alpha");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UnaryOperation.leakyRelu(Float.NaN))
                .withMessageContaining("NaN");
    }

    private static float[] apply(UnaryOperation operation, float[] values) {
        Tensor x = Tensor.of(values, values.length);
        Elementwise.apply(operation, x, x, Workers.single());
        return x.toArray();
    }
}
