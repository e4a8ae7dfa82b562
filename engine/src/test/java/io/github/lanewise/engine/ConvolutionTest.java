package io.github.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.gemm.InPlaceGemm;
import io.github.lanewise.engine.kernel.Kernels;
import io.github.lanewise.engine.reference.ReferenceConvolution;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Epilogue;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.testkit.ConvProblem;
import io.github.lanewise.engine.testkit.Results;
import io.github.lanewise.engine.testkit.Specials;
import java.lang.foreign.Arena;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConvolutionTest {
    private static final Frames PADDED = new Frames(Padding.of(1), Padding.NONE, Padding.of(2));

    /** One for each algorithm and kind of kernel. */
    static Stream<ConvGeometry> geometries() {
        return Stream.of(
                ConvGeometry.of(16, 33, 3).withSamePadding(),
                ConvGeometry.of(3, 20, 7).withStride(2).withPadding(3),
                ConvGeometry.of(17, 32, 1),
                ConvGeometry.of(17, 32, 1).withStride(2),
                ConvGeometry.of(8, 16, 3).withDilation(2).withSamePadding(),
                ConvGeometry.of(12, 21, 3).withGroups(3).withPadding(1),
                ConvGeometry.of(35, 35, 3).withGroups(35).withSamePadding(),
                ConvGeometry.of(9, 18, 2).withGroups(9).withStride(2, 1),
                ConvGeometry.of(5, 7, 4).withPadding(new Padding(1, 0, 2, 3)));
    }

    @ParameterizedTest
    @MethodSource("geometries")
    void propagatesNanAndInfinities(ConvGeometry geometry) {
        assertChain(geometry, 900, Specials.notFinite());
    }

    @ParameterizedTest
    @MethodSource("geometries")
    void keepsSignedZerosDenormalsAndOverflow(ConvGeometry geometry) {
        assertChain(geometry, 20, Specials.extreme());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everyNumberOfThreadsGivesTheSameBits(int threads) {
        try (Workers workers = Workers.of(threads)) {
            Stream.of(
                            ConvGeometry.of(32, 33, 3).withSamePadding(),
                            ConvGeometry.of(130, 257, 1).withStride(2),
                            ConvGeometry.of(48, 96, 3).withGroups(3).withPadding(1),
                            ConvGeometry.of(801, 801, 3).withGroups(801).withSamePadding())
                    .map(geometry -> new ConvProblem(1, geometry, 2, 12, 13, true, true, Activation.RELU))
                    .forEach(problem -> Results.assertCorrect(problem, PADDED.run(problem, workers)));
        }
    }

    @ParameterizedTest
    @MethodSource
    void stepsOfKMeetWithoutASeam(ConvGeometry geometry) {
        ConvProblem problem = ConvProblem.of(2, geometry, 4, 3);
        Results.assertCorrect(problem, Frames.NONE.run(problem, Workers.single()));
    }

    static Stream<ConvGeometry> stepsOfKMeetWithoutASeam() {
        int limit = new InPlaceGemm(Kernels.current(), 17).stepLimit();
        return Stream.of(
                ConvGeometry.of(limit, 17, 1),
                ConvGeometry.of(limit + 1, 17, 1),
                ConvGeometry.of(2 * limit + 1, 17, 1),
                ConvGeometry.of(limit / 3, 17, 3),
                ConvGeometry.of(limit / 3 + 1, 17, 3),
                ConvGeometry.of(limit / 6 + 1, 17, 3).withPadding(1),
                ConvGeometry.of(limit / 2, 17, 2).withDilation(2),
                ConvGeometry.of(limit + 1, 17, 2).withDilation(1, 2));
    }

    /** Blocks of rows leave one, two or three for the end of a block, behind many columns. */
    @ParameterizedTest
    @ValueSource(ints = {97, 98, 99, 121, 123, 241})
    void anyNumberOfPixelsMeetsWideOutputs(int pixels) {
        for (int channels : new int[] {64, 300, 600}) {
            ConvGeometry geometry = ConvGeometry.of(channels, 272, 1);
            ConvProblem problem = new ConvProblem(5, geometry, 1, 1, pixels, true, true, Activation.RELU);
            Results.assertCorrect(problem, Frames.NONE.run(problem, Workers.single()));
        }
    }

    @Test
    void servesManyThreadsAtOnce() {
        ConvProblem problem = ConvProblem.of(3, ConvGeometry.of(40, 48, 3).withSamePadding(), 13, 12);
        Convolution convolution = Frames.pack(problem);
        float[] alone = Frames.NONE.run(problem, convolution, Workers.single());
        try (Workers shared = Workers.of(2)) {
            assertThat(IntStream.range(0, 40)
                            .parallel()
                            .mapToObj(i -> (i % 2 == 0 ? PADDED : Frames.NONE).run(problem, convolution, shared)))
                    .hasSize(40)
                    .allSatisfy(result -> assertThat(result).isEqualTo(alone));
        }
    }

    @Test
    void oneConvolutionServesImagesOfAnySize() {
        ConvGeometry geometry = ConvGeometry.of(6, 19, 3).withSamePadding();
        Convolution convolution = Frames.pack(ConvProblem.of(4, geometry, 1, 1));
        int[][] sizes = {{9, 7}, {1, 1}, {20, 3}, {9, 7}, {3, 20}};
        for (int[] size : sizes) {
            ConvProblem problem = ConvProblem.of(4, geometry, size[0], size[1]);
            Results.assertCorrect(problem, Frames.NONE.run(problem, convolution, Workers.single()));
            Results.assertCorrect(problem, PADDED.run(problem, convolution, Workers.single()));
        }
    }

    @Test
    void takesThePaddingOfTheInputAsItIs() {
        ConvGeometry geometry = ConvGeometry.of(1, 1, 3).withSamePadding();
        float[] ones = {1, 1, 1, 1, 1, 1, 1, 1, 1};
        Tensor input = Frames.painted(Tensor.allocate(Arena.ofAuto(), Shape.of(1, 1, 1, 1), Padding.of(1)));
        Tensor output = Tensor.of(new float[1], 1, 1, 1, 1);
        Convolution.of(geometry, Tensor.of(ones, 1, 3, 3, 1), Epilogue.NONE).run(input, output, Workers.single());
        assertThat(output.toArray()).containsExactly(9 * 7);
    }

    @Test
    void namesItsAlgorithm() {
        assertThat(geometries().map(ConvolutionTest::algorithm))
                .containsExactly(
                        "implicit im2col",
                        "implicit im2col",
                        "pointwise",
                        "pointwise",
                        "implicit im2col",
                        "implicit im2col",
                        "depthwise",
                        "implicit im2col",
                        "implicit im2col");
    }

    @Test
    void knowsItsSizeAndThePaddingItWants() {
        ConvGeometry geometry = ConvGeometry.of(5, 7, 3).withPadding(new Padding(1, 0, 2, 3));
        Convolution convolution = Frames.pack(ConvProblem.of(5, geometry, 4, 4));
        assertThat(convolution.geometry()).isEqualTo(geometry);
        assertThat(convolution.inputPadding()).isEqualTo(geometry.padding());
        assertThat(convolution.packedBytes())
                .isGreaterThanOrEqualTo(4 * geometry.weightShape().elements());
    }

    private static String algorithm(ConvGeometry geometry) {
        Tensor weights = Tensor.allocate(Arena.ofAuto(), geometry.weightShape());
        return Convolution.of(geometry, weights, Epilogue.NONE).algorithm();
    }

    private static void assertChain(ConvGeometry geometry, int spacing, float[] specials) {
        ConvProblem problem = new ConvProblem(6, geometry, 2, 7, 6, true, true, Activation.RELU);
        Shape shape = problem.inputShape();
        float[] input = Specials.sprinkle(1, spacing, specials, problem.input());
        float[] weights = Specials.sprinkle(2, spacing, specials, problem.weights());
        float[] residual = Specials.sprinkle(
                3, spacing, specials, new float[(int) problem.outputShape().elements()]);
        float[] output = PADDED.run(shape, input, residual, Frames.pack(problem, weights), Workers.single());
        Results.assertBits(
                problem,
                () -> ReferenceConvolution.run(
                        geometry, shape, input, weights, problem.bias(), residual, problem.activation()),
                output);
    }
}
