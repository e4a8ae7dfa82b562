package io.github.lanewise.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Epilogue;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.tensor.UnaryOperation;
import io.github.lanewise.engine.tensor.UnaryOperation.Function;
import io.github.lanewise.engine.testkit.ConvProblem;
import io.github.lanewise.engine.testkit.Problems;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** A function that is applied while a result is stored gives the bits of the function applied afterwards. */
class EpilogueFunctionProperties {
    private static Workers[] workers = {};

    @BeforeContainer
    static void makeWorkers() {
        workers = new Workers[] {Workers.single(), Workers.of(2), Workers.of(3)};
    }

    @AfterContainer
    static void closeWorkers() {
        for (Workers crew : workers) {
            crew.close();
        }
    }

    @Property(tries = 300)
    void convolutionsApplyTheFunctionToWhatTheyStore(
            @ForAll(supplier = Problems.Convolutions.class) ConvProblem problem,
            @ForAll Function function,
            @ForAll @IntRange(min = 0, max = 2) int crew,
            @ForAll boolean framed) {
        Frames frames = framed ? new Frames(Padding.NONE, Padding.of(1), new Padding(2, 1, 0, 3)) : Frames.NONE;
        UnaryOperation operation = new UnaryOperation(function, 0.3f, 1.7f);
        float[] bias = problem.bias();
        Epilogue epilogue =
                new Epilogue(bias == null ? null : Tensor.of(bias, bias.length), problem.activation(), operation);
        Tensor filters =
                Tensor.of(problem.weights(), problem.geometry().weightShape().toArray());

        float[] apart = applied(operation, frames.run(problem, workers[0]));
        float[] fused = frames.run(problem, Convolution.of(problem.geometry(), filters, epilogue), workers[crew]);

        assertArrayEquals(apart, fused);
    }

    @Property(tries = 200)
    void packedProductsApplyTheFunctionToWhatTheyStore(
            @ForAll @IntRange(max = 300) int m,
            @ForAll @IntRange(min = 1, max = 200) int n,
            @ForAll @IntRange(max = 70) int k,
            @ForAll Function function,
            @ForAll @IntRange(min = 0, max = 2) int crew) {
        UnaryOperation operation = new UnaryOperation(function, 0.3f, 1.7f);
        Tensor a = tensor(1, m, k);
        Tensor bias = tensor(2, n);
        Tensor residual = tensor(3, m, n);
        PackedMatrix b = PackedMatrix.of(Transpose.NO, tensor(4, k, n));
        Tensor apart = Tensor.of(new float[m * n], m, n);
        Tensor fused = Tensor.of(residual.toArray(), m, n);

        Gemm.multiply(a, b, new Epilogue(bias, Activation.RELU), residual, apart, workers[0]);
        Gemm.multiply(a, b, new Epilogue(bias, Activation.RELU, operation), fused, fused, workers[crew]);

        assertArrayEquals(applied(operation, apart.toArray()), fused.toArray());
    }

    @Property(tries = 100)
    void transposedConvolutionsApplyTheFunctionToWhatTheyStore(
            @ForAll @IntRange(min = 1, max = 40) int side,
            @ForAll @IntRange(min = 1, max = 3) int groups,
            @ForAll Function function,
            @ForAll @IntRange(min = 0, max = 2) int crew) {
        UnaryOperation operation = new UnaryOperation(function, 0.3f, 1.7f);
        ConvGeometry geometry = ConvGeometry.of(groups * 5, groups * 7, 3)
                .withStride(2)
                .withPadding(1)
                .withGroups(groups);
        Tensor weights = tensor(5, geometry.weightShape().toArray());
        Tensor bias = tensor(6, geometry.inChannels());
        Tensor x = tensor(7, 2, side, side, geometry.outChannels());
        TransposedConvolution plain = TransposedConvolution.of(geometry, weights, new Epilogue(bias, Activation.RELU));
        TransposedConvolution withFunction =
                TransposedConvolution.of(geometry, weights, new Epilogue(bias, Activation.RELU, operation));
        Shape shape = plain.outputShape(x.shape(), 0, 1);
        Tensor apart = Tensor.of(new float[Math.toIntExact(shape.elements())], shape.toArray());
        Tensor fused = Tensor.of(new float[Math.toIntExact(shape.elements())], shape.toArray());

        plain.run(x, apart, workers[0]);
        withFunction.run(x, fused, workers[crew]);

        assertArrayEquals(applied(operation, apart.toArray()), fused.toArray());
    }

    private static float[] applied(UnaryOperation operation, float[] values) {
        Tensor tensor = Tensor.of(values, values.length);
        Elementwise.apply(operation, tensor, tensor, Workers.single());
        return tensor.toArray();
    }

    private static Tensor tensor(long seed, int... shape) {
        return Tensor.of(Problems.floats(seed, IntStream.of(shape).reduce(1, (a, b) -> a * b)), shape);
    }
}
