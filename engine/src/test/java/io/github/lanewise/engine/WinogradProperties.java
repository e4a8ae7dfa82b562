package io.github.lanewise.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.ConvAlgorithm;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.testkit.ConvProblem;
import io.github.lanewise.engine.testkit.Problems;
import io.github.lanewise.engine.testkit.WinogradBound;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class WinogradProperties {

    @Property(tries = 300)
    void everyOutputKeepsTheBoundWhateverTheFrames(
            @ForAll("problems") ConvProblem problem,
            @ForAll("algorithms") ConvAlgorithm algorithm,
            @ForAll("frames") Frames frames) {
        float[] output = frames.run(problem, Frames.pack(problem, algorithm), Workers.single());

        WinogradBound.assertWithin(problem, algorithm.tile(), output);
    }

    @Property(tries = 100)
    void neitherBatchNorThreadsNorFramesChangeABit(
            @ForAll("problems") ConvProblem problem,
            @ForAll("algorithms") ConvAlgorithm algorithm,
            @ForAll("frames") Frames frames) {
        Convolution convolution = Frames.pack(problem, algorithm);
        float[] together;
        try (Workers workers = Workers.of(3)) {
            together = Frames.NONE.run(problem, convolution, workers);
        }
        float[] inputs = problem.input();
        float[] residuals = problem.residual();
        for (int image = 0; image < problem.batch(); image++) {
            float[] alone = frames.run(
                    problem.withBatch(1).inputShape(),
                    image(inputs, image, problem),
                    residuals == null ? null : image(residuals, image, problem),
                    convolution,
                    Workers.single());
            assertArrayEquals(image(together, image, problem), alone, problem::toString);
        }
    }

    private static float[] image(float[] images, int image, ConvProblem problem) {
        int length = images.length / problem.batch();
        return Arrays.copyOfRange(images, image * length, (image + 1) * length);
    }

    @Provide
    Arbitrary<ConvAlgorithm> algorithms() {
        return Arbitraries.of(ConvAlgorithm.WINOGRAD_2X2, ConvAlgorithm.WINOGRAD_4X4);
    }

    @Provide
    Arbitrary<Frames> frames() {
        Arbitrary<Padding> paddings =
                Arbitraries.oneOf(Arbitraries.just(Padding.NONE), Problems.paddings(), Arbitraries.just(Padding.of(3)));
        return Combinators.combine(paddings, paddings, paddings).as(Frames::new);
    }

    /** Images that tiles cover and that they do not, down to one output, with every kind of padding. */
    @Provide
    Arbitrary<ConvProblem> problems() {
        Arbitrary<ConvGeometry> geometries = Combinators.combine(
                        Arbitraries.of(16, 32, 48, 64),
                        Arbitraries.of(1, 3, 8, 16, 17, 33, 65),
                        Arbitraries.oneOf(Arbitraries.just(Padding.of(1)), Problems.paddings()))
                .as((in, out, padding) -> ConvGeometry.of(in, out, 3).withPadding(padding));
        Arbitrary<Integer> spare = Arbitraries.of(0, 1, 2, 3, 4, 5, 7, 8, 13);
        Arbitrary<Activation> activations =
                Arbitraries.of(Activation.IDENTITY, Activation.RELU, Activation.clippedRelu(0.5f));
        return Combinators.combine(
                        Arbitraries.longs().between(0, 1 << 20),
                        geometries,
                        Arbitraries.of(1, 2, 3, 0),
                        Combinators.combine(spare, spare).as((rows, columns) -> new int[] {rows, columns}),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        activations)
                .as((seed, geometry, batch, size, bias, residual, activation) -> {
                    Padding padding = geometry.padding();
                    int height = Math.max(1, 3 - padding.top() - padding.bottom()) + size[0];
                    int width = Math.max(1, 3 - padding.left() - padding.right()) + size[1];
                    return new ConvProblem(seed, geometry, batch, height, width, bias, residual, activation);
                })
                .withoutEdgeCases();
    }
}
