package io.github.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.lanewise.engine.reference.ReferenceCol2im;
import io.github.lanewise.engine.reference.ReferenceIm2col;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.testkit.ConvProblem;
import io.github.lanewise.engine.testkit.Problems;
import java.lang.foreign.Arena;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class Im2colProperties {

    @Property
    void im2colIsItsDefinitionWhateverThePaddingHolds(
            @ForAll(supplier = Problems.Convolutions.class) ConvProblem problem, @ForAll("paddings") Padding frame) {
        try (Arena arena = Arena.ofConfined()) {
            Tensor input = Frames.painted(Tensor.allocate(arena, problem.inputShape(), frame));
            Tensor matrix = Frames.painted(matrix(arena, problem));
            Im2col.run(problem.geometry(), input.copyFrom(problem.input()), matrix);
            assertArrayEquals(
                    ReferenceIm2col.run(problem.geometry(), problem.inputShape(), problem.input()),
                    matrix.toArray(),
                    problem::toString);
        }
    }

    @Property
    void col2imIsItsDefinitionAndLeavesThePaddingAlone(
            @ForAll(supplier = Problems.Convolutions.class) ConvProblem problem, @ForAll("paddings") Padding frame) {
        try (Arena arena = Arena.ofConfined()) {
            Tensor matrix = matrix(arena, problem);
            float[] values = Problems.floats(1, (int) matrix.shape().elements());
            Tensor image = Frames.painted(Tensor.allocate(arena, problem.inputShape(), frame));
            Col2im.run(problem.geometry(), matrix.copyFrom(values), image);
            assertArrayEquals(
                    ReferenceCol2im.run(problem.geometry(), problem.inputShape(), values),
                    image.toArray(),
                    problem::toString);
            Frames.assertFrameIsPainted(image);
        }
    }

    /** On small whole numbers float32 is exact. */
    @Property
    void col2imIsTheAdjointOfIm2col(@ForAll(supplier = Problems.Convolutions.class) ConvProblem problem) {
        try (Arena arena = Arena.ofConfined()) {
            Tensor matrix = matrix(arena, problem);
            Tensor image = Tensor.allocate(arena, problem.inputShape());
            float[] x = wholeNumbers(2, image.shape());
            float[] y = wholeNumbers(3, matrix.shape());
            Im2col.run(problem.geometry(), image.copyFrom(x), matrix);
            double left = dot(matrix.toArray(), y);
            Col2im.run(problem.geometry(), matrix.copyFrom(y), image);
            double right = dot(x, image.toArray());
            assertThat(left).as("%s", problem).isEqualTo(right);
        }
    }

    @Property
    void timesTheFiltersItIsTheConvolution(@ForAll("dense") ConvProblem problem) {
        ConvGeometry geometry = problem.geometry();
        int[] output = problem.outputShape().toArray();
        int pixels = output[0] * output[1] * output[2];
        int channels = geometry.outChannels();
        try (Arena arena = Arena.ofConfined()) {
            Tensor input =
                    Tensor.of(arena, problem.input(), problem.inputShape().toArray());
            Tensor matrix = matrix(arena, problem);
            Tensor filters =
                    Tensor.of(arena, problem.weights(), channels, matrix.shape().dimension(1));
            Tensor product = Tensor.allocate(arena, pixels, channels);
            Im2col.run(geometry, input, matrix);
            int k = matrix.shape().dimension(1);
            Gemm.sgemm(
                    Transpose.NO,
                    Transpose.YES,
                    pixels,
                    channels,
                    k,
                    1,
                    matrix.segment(),
                    0,
                    k,
                    filters.segment(),
                    0,
                    k,
                    0,
                    product.segment(),
                    0,
                    channels,
                    Workers.single());
            assertArrayEquals(Frames.NONE.run(problem, Workers.single()), product.toArray(), problem::toString);
        }
    }

    @Provide
    Arbitrary<Padding> paddings() {
        return Problems.paddings();
    }

    /** Convolutions without groups and epilogue. */
    @Provide
    Arbitrary<ConvProblem> dense() {
        return new Problems.Convolutions()
                .get()
                .filter(problem -> problem.geometry().groups() == 1)
                .map(p -> new ConvProblem(
                        p.seed(), p.geometry(), p.batch(), p.height(), p.width(), false, false, Activation.IDENTITY));
    }

    private static Tensor matrix(Arena arena, ConvProblem problem) {
        ConvGeometry geometry = problem.geometry();
        int[] output = problem.outputShape().toArray();
        int taps = geometry.kernelHeight() * geometry.kernelWidth();
        return Tensor.allocate(arena, output[0] * output[1] * output[2], taps * geometry.inChannels());
    }

    private static float[] wholeNumbers(long seed, Shape shape) {
        float[] values = Problems.floats(seed, (int) shape.elements());
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.round(8 * values[i]);
        }
        return values;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
