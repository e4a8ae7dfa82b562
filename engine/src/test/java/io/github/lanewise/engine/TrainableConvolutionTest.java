package io.github.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.engine.reference.DoubleSums;
import io.github.lanewise.engine.reference.ReferenceConvolution;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.testkit.Problems;
import java.lang.foreign.Arena;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainableConvolutionTest {
    private static final Workers ALONE = Workers.single();

    /** Several chains of pixels, several slices of chains, several blocks of channels. */
    static Stream<GradientProblem> manyParts() {
        return Stream.of(
                new GradientProblem(1, ConvGeometry.of(16, 33, 3).withSamePadding(), 2, 37, 40),
                new GradientProblem(2, ConvGeometry.of(3, 20, 7).withStride(2).withPadding(3), 2, 65, 61),
                new GradientProblem(3, ConvGeometry.of(130, 140, 3).withSamePadding(), 1, 9, 11),
                new GradientProblem(4, ConvGeometry.of(70, 130, 1).withStride(2), 20, 15, 15),
                new GradientProblem(5, ConvGeometry.of(24, 36, 3).withGroups(3).withDilation(2), 4, 23, 33),
                new GradientProblem(
                        6, ConvGeometry.of(17, 40, 3).withStride(2).withPadding(new Padding(1, 0, 2, 1)), 5, 31, 31),
                new GradientProblem(7, ConvGeometry.of(24, 24, 3).withGroups(24).withSamePadding(), 3, 40, 60),
                new GradientProblem(8, ConvGeometry.of(2, 3, 3).withSamePadding(), 2, 3, 1100));
    }

    @ParameterizedTest
    @MethodSource("manyParts")
    void agreesWithFloat64AndEveryNumberOfThreadsGivesTheSameBits(GradientProblem problem) {
        GradientProblem.Gradients alone = problem.run(ALONE);
        problem.assertWithinBound(alone);
        for (int threads = 2; threads <= 3; threads++) {
            try (Workers workers = Workers.of(threads)) {
                assertThat(problem.run(workers).arrays())
                        .containsExactlyElementsOf(alone.arrays().toList());
            }
        }
    }

    /** The loss is linear in each operand, so central differences are exact but for roundings, however wide. */
    @Test
    void gradientsAreCentralDifferences() {
        ConvGeometry geometry = new ConvGeometry(4, 6, 3, 2, 2, 1, new Padding(1, 0, 2, 1), 1, 2, 2);
        GradientProblem problem = new GradientProblem(9, geometry, 2, 5, 4);
        GradientProblem.Gradients gradients = problem.run(ALONE);
        float[] x = problem.input();
        float[] weights = problem.weights();
        float[] bias = Problems.floats(10, 6);
        float[] dY = problem.outputGradient();
        assertDifferences(gradients.input().toArray(), x, changed -> loss(problem, changed, weights, bias, dY));
        assertDifferences(gradients.weights().toArray(), weights, changed -> loss(problem, x, changed, bias, dY));
        assertDifferences(gradients.bias().toArray(), bias, changed -> loss(problem, x, weights, changed, dY));
    }

    private static void assertDifferences(float[] gradient, float[] operand, ToDoubleFunction<float[]> loss) {
        assertThat(gradient).hasSameSizeAs(operand);
        for (int i = 0; i < operand.length; i++) {
            float[] changed = operand.clone();
            changed[i] = operand[i] + 0.5f;
            double above = loss.applyAsDouble(changed);
            double width = changed[i];
            changed[i] = operand[i] - 0.5f;
            width -= changed[i];
            assertThat((double) gradient[i])
                    .as("element %d", i)
                    .isCloseTo((above - loss.applyAsDouble(changed)) / width, within(1e-5));
        }
    }

    /** {@code Σ y · dY} with y in float64. */
    private static double loss(GradientProblem problem, float[] x, float[] oihw, float[] bias, float[] dY) {
        Tensor ohwi = Tensor.allocate(Arena.ofAuto(), problem.geometry().weightShape());
        Layout.oihwToOhwi(Tensor.of(oihw, problem.oihw().toArray()), ohwi);
        DoubleSums y = ReferenceConvolution.float64(
                problem.geometry(), problem.inputShape(), x, ohwi.toArray(), bias, null, Activation.IDENTITY);
        double loss = 0;
        for (int i = 0; i < dY.length; i++) {
            loss += y.sum(i) * dY[i];
        }
        return loss;
    }

    @Test
    void whatIsNotFiniteReachesItsOwnGradientsOnly() {
        ConvGeometry geometry = ConvGeometry.of(3, 5, 3).withSamePadding();
        TrainableConvolution convolution = TrainableConvolution.of(geometry);
        Tensor x = Tensor.of(Problems.floats(1, 2 * 16 * 3), 2, 4, 4, 3);
        x.set(Float.NaN, 1, 2, 2, 1);
        Tensor dY = Tensor.of(Problems.floats(2, 2 * 16 * 5), 2, 4, 4, 5);
        Tensor dWeights = Tensor.allocate(Arena.ofAuto(), 5, 3, 3, 3);
        convolution.weightGradient(x, dY, dWeights, ALONE);
        for (int i = 0; i < 5 * 3 * 9; i++) {
            float value = dWeights.get(i / 27, i / 9 % 3, i / 3 % 3, i % 3);
            assertThat(Float.isNaN(value)).as("element %d", i).isEqualTo(i / 9 % 3 == 1);
        }
    }

    @Test
    void pixelsThatNoWindowReachesHaveNoGradient() {
        TrainableConvolution convolution =
                TrainableConvolution.of(ConvGeometry.of(2, 2, 1).withStride(2));
        convolution.update(Tensor.of(new float[] {1, 2, 3, 4}, 2, 2, 1, 1));
        Tensor dX = Frames.painted(Tensor.allocate(Arena.ofAuto(), 1, 2, 3, 2));
        convolution.inputGradient(Tensor.of(new float[] {1, 1, 2, 0}, 1, 1, 2, 2), dX, ALONE);
        assertThat(dX.toArray()).containsExactly(4, 6, 0, 0, 2, 4, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void noImagesGiveGradientsOfZero() {
        TrainableConvolution convolution =
                TrainableConvolution.of(ConvGeometry.of(2, 3, 3).withSamePadding());
        Tensor x = Tensor.of(new float[0], 0, 4, 4, 2);
        Tensor dY = Tensor.of(new float[0], 0, 4, 4, 3);
        Tensor dWeights = Frames.painted(Tensor.allocate(Arena.ofAuto(), 3, 2, 3, 3));
        Tensor dBias = Frames.painted(Tensor.allocate(Arena.ofAuto(), 3));
        convolution.forward(x, null, dY, ALONE);
        convolution.inputGradient(dY, x, ALONE);
        convolution.weightGradient(x, dY, dWeights, ALONE);
        convolution.biasGradient(dY, dBias, ALONE);
        assertThat(dWeights.toArray()).containsOnly(0);
        assertThat(dBias.toArray()).containsOnly(0);
    }

    @Test
    void weightsAreZeroBeforeTheFirstUpdate() {
        TrainableConvolution convolution = TrainableConvolution.of(ConvGeometry.of(1, 1, 1));
        Tensor y = Frames.painted(Tensor.allocate(Arena.ofAuto(), 1, 1, 1, 1));
        convolution.forward(Tensor.of(new float[] {3}, 1, 1, 1, 1), null, y, ALONE);
        assertThat(y.toArray()).containsExactly(0);
    }

    @Test
    void knowsThePaddingsThatItWants() {
        ConvGeometry same = ConvGeometry.of(4, 8, 3).withSamePadding();
        assertThat(TrainableConvolution.of(same).inputPadding()).isEqualTo(Padding.of(1));
        assertPadding(same, Padding.of(1));
        assertPadding(same.withStride(2), new Padding(0, 0, 1, 1));
        assertPadding(ConvGeometry.of(4, 8, 1).withStride(2), Padding.NONE);
        assertPadding(ConvGeometry.of(3, 8, 7).withStride(2).withPadding(3), new Padding(1, 1, 2, 2));
        assertPadding(ConvGeometry.of(4, 8, 3), Padding.of(2));
        assertPadding(ConvGeometry.of(4, 8, 1).withPadding(3), Padding.NONE);
    }

    private static void assertPadding(ConvGeometry geometry, Padding wanted) {
        assertThat(TrainableConvolution.of(geometry).outputGradientPadding()).isEqualTo(wanted);
    }

    @Test
    void whatDoesNotFitIsNamed() {
        TrainableConvolution convolution =
                TrainableConvolution.of(ConvGeometry.of(3, 8, 3).withSamePadding());
        Tensor x = tensor(2, 5, 6, 3);
        Tensor y = tensor(2, 5, 6, 8);
        Tensor small = tensor(2, 5, 5, 8);
        assertMisfit(() -> convolution.update(tensor(8, 3, 3, 4)), "weights [8, 3, 3, 3]", "[8, 3, 3, 4]");
        assertMisfit(() -> convolution.forward(x, null, small, ALONE), "[2, 5, 6, 8]", "[2, 5, 5, 8]");
        assertMisfit(() -> convolution.forward(x, tensor(7), y, ALONE), "8 channels", "bias", "[7]");
        assertMisfit(() -> convolution.inputGradient(small, x, ALONE), "[2, 5, 6, 8]", "[2, 5, 5, 8]");
        assertMisfit(() -> convolution.weightGradient(x, y, tensor(8, 3, 9), ALONE), "[8, 3, 3, 3]", "[8, 3, 9]");
        assertMisfit(() -> convolution.weightGradient(y, y, tensor(8, 3, 3, 3), ALONE), "[*, *, *, 3]");
        assertMisfit(() -> convolution.biasGradient(x, tensor(8), ALONE), "8 channels", "[2, 5, 6, 3]");
        assertMisfit(() -> convolution.biasGradient(y, tensor(8, 1), ALONE), "dBias", "[8, 1]");
    }

    private static void assertMisfit(ThrowingCallable call, String... names) {
        assertThatThrownBy(call).isInstanceOf(ShapeException.class).message().contains(names);
    }

    private static Tensor tensor(int... shape) {
        return Tensor.allocate(Arena.ofAuto(), Shape.of(shape));
    }
}
