package io.github.lanewise.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.testkit.ConvProblem;
import io.github.lanewise.engine.testkit.Problems;
import io.github.lanewise.engine.testkit.Results;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ConvolutionProperties {

    @Property(tries = 1000)
    void everyOutputIsOneChainWhateverTheFrames(
            @ForAll(supplier = Problems.Convolutions.class) ConvProblem problem, @ForAll("frames") Frames frames) {
        Results.assertCorrect(problem, frames.run(problem, Workers.single()));
    }

    @Property
    void imagesOfABatchDoNotSeeEachOther(@ForAll(supplier = Problems.Convolutions.class) ConvProblem problem) {
        Convolution convolution = Frames.pack(problem);
        float[] residuals = problem.residual();
        float[] outputs = Frames.NONE.run(problem, convolution, Workers.single());
        for (int image = 0; image < problem.batch(); image++) {
            float[] alone = Frames.NONE.run(
                    Shape.of(
                            1,
                            problem.height(),
                            problem.width(),
                            problem.geometry().inChannels()),
                    image(problem, problem.input(), image),
                    residuals == null ? null : image(problem, residuals, image),
                    convolution,
                    Workers.single());
            assertArrayEquals(image(problem, outputs, image), alone, problem::toString);
        }
    }

    @Property
    void theOutputMayBeTheResidual(@ForAll(supplier = Problems.Convolutions.class) ConvProblem problem) {
        float[] residual = Problems.floats(1, (int) problem.outputShape().elements());
        int[] shape = problem.outputShape().toArray();
        Tensor input = Tensor.of(problem.input(), problem.inputShape().toArray());
        Tensor apart = Tensor.of(new float[residual.length], shape);
        Tensor inPlace = Tensor.of(residual, shape);
        Convolution convolution = Frames.pack(problem);
        convolution.run(input, Tensor.of(residual, shape), apart, Workers.single());
        convolution.run(input, inPlace, inPlace, Workers.single());
        assertArrayEquals(apart.toArray(), inPlace.toArray(), problem::toString);
    }

    @Provide
    Arbitrary<Frames> frames() {
        Arbitrary<Padding> paddings =
                Arbitraries.oneOf(Arbitraries.just(Padding.NONE), Problems.paddings(), Arbitraries.just(Padding.of(3)));
        return Combinators.combine(paddings, paddings, paddings).as(Frames::new);
    }

    private static float[] image(ConvProblem problem, float[] images, int image) {
        int length = images.length / problem.batch();
        return Arrays.copyOfRange(images, image * length, (image + 1) * length);
    }
}
