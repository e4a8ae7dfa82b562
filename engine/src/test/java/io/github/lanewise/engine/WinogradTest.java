package io.github.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.engine.reference.DoubleSums;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.ConvAlgorithm;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Epilogue;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.testkit.ConvProblem;
import java.lang.foreign.Arena;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class WinogradTest {
    private static final ConvGeometry FITTING = ConvGeometry.of(16, 16, 3);

    /** The figures that {@code ConvAlgorithm} states, of the largest output. */
    @ParameterizedTest
    @CsvSource({"WINOGRAD_2X2, 64, 1e-6", "WINOGRAD_2X2, 512, 3e-6", "WINOGRAD_4X4, 64, 2e-6", "WINOGRAD_4X4, 512, 6e-6"
    })
    void errorsAreASmallShareOfTheLargestOutput(ConvAlgorithm algorithm, int channels, double share) {
        ConvGeometry geometry = ConvGeometry.of(channels, 8, 3).withSamePadding();
        ConvProblem problem = ConvProblem.of(1, geometry, 14, 14);
        float[] output = Frames.NONE.run(problem, Frames.pack(problem, algorithm), Workers.single());
        DoubleSums expected = problem.float64();
        double largest = 0;
        double error = 0;
        for (int i = 0; i < output.length; i++) {
            largest = Math.max(largest, Math.abs(expected.sum(i)));
            error = Math.max(error, Math.abs(output[i] - expected.sum(i)));
        }

        assertThat(error / largest).isBetween(Double.MIN_VALUE, share);
    }

    @ParameterizedTest
    @CsvSource({"WINOGRAD_2X2", "WINOGRAD_4X4"})
    void notANumberStaysWithinTheTilesThatSeeIt(ConvAlgorithm algorithm) {
        ConvProblem problem = ConvProblem.of(2, FITTING.withSamePadding(), 20, 20);
        float[] input = problem.input();
        input[(20 * 19 + 19) * 16] = Float.NaN;
        float[] output =
                Frames.NONE.run(problem.inputShape(), input, null, Frames.pack(problem, algorithm), Workers.single());

        assertThat(output[(20 * 19 + 19) * 16]).isNaN();
        for (int i = 0; i < 20 * 15 * 16; i++) {
            assertThat(output[i]).isFinite();
        }
    }

    /** Tiles at the lower and right edge reach beyond the padding of the convolution; what lies there is not theirs. */
    @ParameterizedTest
    @CsvSource({"WINOGRAD_2X2", "WINOGRAD_4X4"})
    void memoryBeyondThePaddingIsNotRead(ConvAlgorithm algorithm) {
        ConvProblem problem = ConvProblem.of(3, FITTING, 9, 11);
        Convolution convolution = Frames.pack(problem, algorithm);
        Tensor wide = Tensor.allocate(Arena.ofAuto(), problem.inputShape(), Padding.of(4));
        Frames.painted(wide).copyFrom(problem.input());
        Tensor output = Tensor.of(
                new float[(int) problem.outputShape().elements()],
                problem.outputShape().toArray());
        convolution.run(wide, output, Workers.single());

        assertThat(output.toArray()).isEqualTo(Frames.NONE.run(problem, convolution, Workers.single()));
    }

    @Test
    void oneConvolutionServesImagesOfAnySize() {
        ConvGeometry geometry = ConvGeometry.of(16, 35, 3).withSamePadding();
        Convolution convolution = Frames.pack(ConvProblem.of(4, geometry, 1, 1), ConvAlgorithm.WINOGRAD_4X4);
        int[][] sizes = {{9, 7}, {1, 1}, {20, 3}, {9, 7}, {43, 41}, {3, 20}};
        for (int[] size : sizes) {
            ConvProblem problem = ConvProblem.of(4, geometry, size[0], size[1]);
            float[] output = Frames.NONE.run(problem, convolution, Workers.single());

            assertThat(output)
                    .isEqualTo(Frames.NONE.run(
                            problem, Frames.pack(problem, ConvAlgorithm.WINOGRAD_4X4), Workers.single()));
        }
    }

    @ParameterizedTest
    @MethodSource
    void otherConvolutionsAreDirect(ConvGeometry geometry) {
        assertThat(ConvAlgorithm.DIRECT.fits(geometry)).isTrue();
        assertThat(ConvAlgorithm.fastest(geometry, 56, 56)).isEqualTo(ConvAlgorithm.DIRECT);
        Tensor weights = Tensor.allocate(Arena.ofAuto(), geometry.weightShape());
        for (ConvAlgorithm algorithm : new ConvAlgorithm[] {ConvAlgorithm.WINOGRAD_2X2, ConvAlgorithm.WINOGRAD_4X4}) {
            assertThatThrownBy(() -> Convolution.of(Arena.ofAuto(), geometry, weights, Epilogue.NONE, algorithm))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll(algorithm.name(), "fits");
        }
    }

    static Stream<ConvGeometry> otherConvolutionsAreDirect() {
        return Stream.of(
                ConvGeometry.of(64, 64, 1),
                ConvGeometry.of(64, 64, 5),
                FITTING.withStride(2),
                FITTING.withDilation(2),
                FITTING.withGroups(2),
                ConvGeometry.of(24, 64, 3));
    }

    @Test
    void reportsItsAlgorithmAndTheBytesOfItsFilters() {
        Tensor weights = Tensor.allocate(Arena.ofAuto(), FITTING.withPadding(1).weightShape());
        Epilogue epilogue = new Epilogue(null, Activation.RELU);
        Convolution winograd = Convolution.of(Arena.ofAuto(), FITTING, weights, epilogue, ConvAlgorithm.WINOGRAD_4X4);

        assertThat(winograd.algorithm()).isEqualTo("Winograd 4x4");
        assertThat(winograd.packedBytes()).isGreaterThanOrEqualTo(4 * 36 * 16 * 16);
        assertThat(Convolution.of(FITTING, weights, epilogue).algorithm()).isEqualTo("implicit im2col");
    }
}
