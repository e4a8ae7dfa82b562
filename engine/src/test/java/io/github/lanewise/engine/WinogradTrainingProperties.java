package io.github.lanewise.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.lanewise.engine.reference.DoubleSums;
import io.github.lanewise.engine.reference.ReferenceConvolutionGradients;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.ConvAlgorithm;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Epilogue;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.tensor.TrainingAlgorithms;
import io.github.lanewise.engine.testkit.Problems;
import java.lang.foreign.Arena;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Winograd in training has the bits of inference, whose errors {@link WinogradProperties} bounds: forward those of the
 * convolution, the gradient of the input those of the convolution by filters that are turned and transposed here. The gradient
 * of the weights has an algorithm of its own.
 */
class WinogradTrainingProperties {

    /** Of the largest sum of magnitudes: what an error may be. */
    private static final double SHARE = 2e-6;

    @Property(tries = 100)
    void forwardHasTheBitsOfTheConvolution(
            @ForAll("problems") GradientProblem problem, @ForAll("algorithms") ConvAlgorithm algorithm) {
        TrainableConvolution convolution =
                updated(problem, new TrainingAlgorithms(algorithm, ConvAlgorithm.DIRECT, ConvAlgorithm.DIRECT));
        Tensor x = Tensor.of(problem.input(), problem.inputShape().toArray());
        Tensor bias = Tensor.of(
                Problems.floats(problem.seed() + 3, problem.geometry().outChannels()),
                problem.geometry().outChannels());
        for (Tensor biasOrNone : new Tensor[] {bias, null}) {
            Tensor y = painted(problem.outputShape());
            Tensor expected = painted(problem.outputShape());
            try (Workers workers = Workers.of(2)) {
                convolution.forward(x, biasOrNone, y, workers);
            }
            Tensor ohwi = Tensor.allocate(Arena.ofAuto(), problem.geometry().weightShape());
            Layout.oihwToOhwi(Tensor.of(problem.weights(), problem.oihw().toArray()), ohwi);
            Epilogue epilogue = new Epilogue(biasOrNone, Activation.IDENTITY);
            Convolution.of(Arena.ofAuto(), problem.geometry(), ohwi, epilogue, algorithm)
                    .run(x, expected, Workers.single());
            assertArrayEquals(expected.toArray(), y.toArray(), problem::toString);
        }
    }

    @Property(tries = 100)
    void inputGradientHasTheBitsOfTheAdjoint(
            @ForAll("problems") GradientProblem problem, @ForAll("algorithms") ConvAlgorithm algorithm) {
        Assume.that(algorithm.fits(problem.geometry().adjoint()));
        TrainableConvolution convolution =
                updated(problem, new TrainingAlgorithms(ConvAlgorithm.DIRECT, algorithm, ConvAlgorithm.DIRECT));
        Tensor dY = Tensor.of(problem.outputGradient(), problem.outputShape().toArray());
        Tensor dX = painted(problem.inputShape());
        Tensor expected = painted(problem.inputShape());
        try (Workers workers = Workers.of(2)) {
            convolution.inputGradient(dY, dX, workers);
        }
        ConvGeometry adjoint = problem.geometry().adjoint();
        Convolution.of(Arena.ofAuto(), adjoint, turned(problem), Epilogue.NONE, algorithm)
                .run(dY, expected, Workers.single());
        assertArrayEquals(expected.toArray(), dX.toArray(), problem::toString);
    }

    /**
     * The bound has the form of that of a direct gradient, with the factor by which the transforms enlarge summands of one
     * size; for random numbers it is wide.
     */
    @Property(tries = 100)
    void weightGradientAgreesWithFloat64AndThreadsChangeNoBit(@ForAll("problems") GradientProblem problem) {
        ConvGeometry geometry = problem.geometry();
        TrainingAlgorithms algorithms =
                new TrainingAlgorithms(ConvAlgorithm.DIRECT, ConvAlgorithm.DIRECT, ConvAlgorithm.WINOGRAD_4X4);
        TrainableConvolution convolution = TrainableConvolution.of(geometry, algorithms);
        Tensor x = Tensor.of(problem.input(), problem.inputShape().toArray());
        Tensor dY = Tensor.of(problem.outputGradient(), problem.outputShape().toArray());
        Tensor alone = painted(problem.oihw());
        Tensor together = painted(problem.oihw());
        convolution.weightGradient(x, dY, alone, Workers.single());
        try (Workers workers = Workers.of(3)) {
            convolution.weightGradient(x, dY, together, workers);
        }
        assertArrayEquals(alone.toArray(), together.toArray(), problem::toString);
        DoubleSums expected = ReferenceConvolutionGradients.weights(
                geometry, problem.inputShape(), problem.input(), problem.outputGradient());
        double largest = 0;
        for (int i = 0; i < expected.elements(); i++) {
            largest = Math.max(largest, expected.magnitude(i));
        }
        float[] actual = alone.toArray();
        for (int i = 0; i < actual.length; i++) {
            assertEquals(expected.sum(i), actual[i], SHARE * largest, problem::toString);
        }
    }

    /** A convolution that has been given other weights before. */
    private static TrainableConvolution updated(GradientProblem problem, TrainingAlgorithms algorithms) {
        TrainableConvolution convolution = TrainableConvolution.of(problem.geometry(), algorithms);
        int[] shape = problem.oihw().toArray();
        convolution.update(Tensor.of(Problems.floats(1, problem.weights().length), shape));
        convolution.forward(painted(problem.inputShape()), null, painted(problem.outputShape()), Workers.single());
        convolution.update(Tensor.of(problem.weights(), shape));
        return convolution;
    }

    /** {@code [inChannels, 3, 3, outChannels]}, rows and columns turned. */
    private static Tensor turned(GradientProblem problem) {
        ConvGeometry geometry = problem.geometry();
        Tensor oihw = Tensor.of(problem.weights(), problem.oihw().toArray());
        Tensor turned = Tensor.allocate(Arena.ofAuto(), geometry.adjoint().weightShape());
        for (int o = 0; o < geometry.outChannels(); o++) {
            for (int c = 0; c < geometry.inChannels(); c++) {
                for (int tap = 0; tap < 9; tap++) {
                    turned.set(oihw.get(o, c, tap / 3, tap % 3), c, 2 - tap / 3, 2 - tap % 3, o);
                }
            }
        }
        return turned;
    }

    private static Tensor painted(Shape shape) {
        return Frames.painted(Tensor.allocate(Arena.ofAuto(), shape));
    }

    @Provide
    Arbitrary<ConvAlgorithm> algorithms() {
        return Arbitraries.of(ConvAlgorithm.WINOGRAD_2X2, ConvAlgorithm.WINOGRAD_4X4);
    }

    @Provide
    Arbitrary<GradientProblem> problems() {
        Arbitrary<Integer> paddings = Arbitraries.integers().between(0, 2);
        Arbitrary<ConvGeometry> geometries = Combinators.combine(
                        Arbitraries.of(16, 32, 48, 80),
                        Arbitraries.of(16, 24, 32, 72),
                        Combinators.combine(paddings, paddings, paddings, paddings)
                                .as(Padding::new))
                .as((in, out, padding) -> ConvGeometry.of(in, out, 3).withPadding(padding));
        return Combinators.combine(
                        Arbitraries.longs().between(0, 1 << 20),
                        geometries,
                        Arbitraries.of(1, 2, 3),
                        Arbitraries.integers().between(3, 17),
                        Arbitraries.integers().between(3, 17))
                .as(GradientProblem::new)
                .withoutEdgeCases();
    }
}
