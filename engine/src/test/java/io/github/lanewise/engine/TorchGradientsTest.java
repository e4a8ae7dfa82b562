package io.github.lanewise.engine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.engine.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Scanner;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gradients and steps of optimisers against those of PyTorch; {@code golden/training/make.py} wrote them. */
class TorchGradientsTest {
    private static final Workers ALONE = Workers.single();
    private static final Map<String, float[]> GOLDEN = read();

    @Test
    void batchNormWithResidualAndRelu() {
        int[] images = {2, 2, 2, 3};
        Tensor x = golden("x", images);
        BatchNormStatistics found = BatchNormStatistics.of(x, 1e-5);
        Tensor weight = golden("weight", 3);
        Tensor bias = golden("bias", 3);
        Tensor y = zeros(images);
        Tensor residual = golden("residual", images);
        BatchNorm.apply(x, found.mean(), found.inverseDeviation(), weight, bias, residual, Activation.RELU, y, ALONE);
        assertClose("y", y);

        Tensor runningMean = zeros(3);
        Tensor runningVariance = zeros(3).fill(1);
        BatchNorm.updateRunning(8, 0.1, found.mean(), found.variance(), runningMean, runningVariance);
        assertClose("runningMean", runningMean);
        assertClose("runningVariance", runningVariance);

        Tensor dX = zeros(images);
        Tensor dWeight = zeros(3);
        Tensor dBias = zeros(3);
        Tensor dResidual = zeros(images);
        BatchNorm.backward(
                x,
                Activation.RELU,
                y,
                golden("dY", images),
                found.mean(),
                found.inverseDeviation(),
                weight,
                bias,
                dX,
                dWeight,
                dBias,
                dResidual,
                ALONE);
        assertClose("dX", dX);
        assertClose("dWeight", dWeight);
        assertClose("dBias", dBias);
        assertClose("dResidual", dResidual);
    }

    @ParameterizedTest
    @CsvSource({"plain, 0, 0, false", "momentum, 0.9, 0, false", "dampened, 0.9, 0.3, false", "nesterov, 0.9, 0, true"})
    void threeStepsOfSgd(String name, double momentum, double dampening, boolean nesterov) {
        Tensor values = golden("values", 5);
        Tensor velocity = momentum == 0 ? null : zeros(5);
        for (int step = 0; step < 3; step++) {
            Tensor gradient = golden("gradient" + step, 5);
            double damped = step == 0 ? 0 : dampening;
            ParameterUpdate.sgd(values, gradient, velocity, 0.1, momentum, damped, nesterov, 0.01, ALONE);
        }
        assertClose(name, values);
    }

    @Test
    void threeStepsOfAdamW() {
        Tensor values = golden("values", 5);
        Tensor first = zeros(5);
        Tensor second = zeros(5);
        for (int step = 1; step <= 3; step++) {
            Tensor gradient = golden("gradient" + (step - 1), 5);
            ParameterUpdate.adamW(values, gradient, first, second, step, 0.01, 0.9, 0.98, 1e-8, 0.05, ALONE);
        }
        assertClose("adamW", values);
    }

    @Test
    void pooling() {
        PoolGeometry geometry = PoolGeometry.of(3, 2).withPadding(1);
        Tensor image = golden("image", 1, 5, 5, 2);
        Tensor gradient = golden("pooledGradient", 1, 3, 3, 2);
        Tensor dX = zeros(1, 5, 5, 2);
        Pooling.maxGradient(geometry, image, gradient, dX, ALONE);
        assertClose("maxGradient", dX);
        Pooling.averageGradient(geometry, false, gradient, dX, ALONE);
        assertClose("averageGradient", dX);
        Pooling.averageGradient(geometry, true, gradient, dX, ALONE);
        assertClose("averageGradientCountingPadding", dX);
        Pooling.globalAverageGradient(golden("globalGradient", 1, 2), dX, ALONE);
        assertClose("globalAverageGradient", dX);
    }

    private static void assertClose(String name, Tensor actual) {
        float[] expected = values(name);
        float[] values = actual.toArray();
        assertThat(values).as(name).hasSize(expected.length);
        for (int i = 0; i < values.length; i++) {
            assertThat(Math.abs(values[i] - expected[i]))
                    .as("%s, element %d is %s, not %s", name, i, values[i], expected[i])
                    .isLessThanOrEqualTo(1e-6f + 2e-6f * Math.abs(expected[i]));
        }
    }

    private static Tensor golden(String name, int... shape) {
        return Tensor.of(values(name), shape);
    }

    private static float[] values(String name) {
        return requireNonNull(GOLDEN.get(name), name);
    }

    private static Tensor zeros(int... shape) {
        return Tensor.of(new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)], shape);
    }

    private static Map<String, float[]> read() {
        Map<String, float[]> golden = new HashMap<>();
        try (@Nullable InputStream in = TorchGradientsTest.class.getResourceAsStream("/golden/training/values.txt")) {
            Scanner lines = new Scanner(requireNonNull(in), StandardCharsets.US_ASCII);
            while (lines.hasNextLine()) {
                String[] words = lines.nextLine().split(" ", -1);
                float[] values = new float[words.length - 1];
                for (int i = 0; i < values.length; i++) {
                    values[i] = Float.parseFloat(words[i + 1]);
                }
                golden.put(words[0], values);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return golden;
    }
}
