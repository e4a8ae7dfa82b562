package io.github.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.Rearrange.Margin;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.BinaryOperation;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Epilogue;
import io.github.lanewise.engine.tensor.Reduction;
import io.github.lanewise.engine.tensor.ResizeGeometry;
import io.github.lanewise.engine.tensor.ResizeGeometry.Coordinates;
import io.github.lanewise.engine.tensor.ResizeGeometry.Method;
import io.github.lanewise.engine.tensor.ResizeGeometry.Rounding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.tensor.UnaryOperation;
import io.github.lanewise.engine.testkit.Problems;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One thread, two and three give the same bits, with problems large enough to be shared; so do many callers at once. */
class OperatorThreadsTest {
    private static final int[] SHAPE = {3, 41, 67, 65};
    private static final Tensor X = tensor(1, SHAPE);
    private static final Tensor CHANNELS = tensor(2, 65);

    interface Operator {
        void run(Tensor y, Workers workers);
    }

    record Case(Shape shape, Operator operator) {
        float[] run(Workers workers) {
            Tensor y = tensor(9, shape.toArray());
            operator.run(y, workers);
            return y.toArray();
        }
    }

    static Stream<Named<Case>> cases() {
        Tensor pixels = tensor(3, 3, 41, 67, 1);
        ConvGeometry geometry = ConvGeometry.of(24, 65, 3).withStride(2).withPadding(1);
        TransposedConvolution transposed = TransposedConvolution.of(
                geometry, tensor(4, 65, 3, 3, 24), new Epilogue(tensor(5, 24), Activation.RELU));
        ResizeGeometry linear = new ResizeGeometry(Method.LINEAR, Coordinates.HALF_PIXEL, Rounding.FLOOR, 2, 81 / 67.0);
        Tensor left = tensor(6, 12, 97, 64);
        Tensor right = tensor(7, 12, 64, 101);
        return Stream.of(
                of("broadcast", SHAPE, (y, w) -> Broadcast.apply(BinaryOperation.DIVIDE, X, pixels, y, w)),
                of("power", SHAPE, (y, w) -> Broadcast.apply(BinaryOperation.POWER, X, CHANNELS, y, w)),
                of("gelu", SHAPE, (y, w) -> Elementwise.apply(UnaryOperation.GELU, X, y, w)),
                of("softmax", SHAPE, (y, w) -> Elementwise.softmax(1, X, y, w)),
                of("log softmax", SHAPE, (y, w) -> Elementwise.logSoftmax(0, X, y, w)),
                of(
                        "transposition",
                        new int[] {3, 65, 41, 67},
                        (y, w) -> Rearrange.transpose(X, new int[] {0, 3, 1, 2}, y, w)),
                of(
                        "slice",
                        new int[] {3, 41, 34, 65},
                        (y, w) -> Rearrange.slice(X, new int[] {0, 40, 0, 0}, new int[] {1, -1, 2, 1}, y, w)),
                of("concat", new int[] {6, 41, 67, 65}, (y, w) -> Rearrange.concat(new Tensor[] {X, X}, 0, y, w)),
                of(
                        "pad",
                        new int[] {3, 45, 70, 65},
                        (y, w) -> Rearrange.pad(X, new int[] {0, 2, 1, 0}, Margin.REFLECT, 0, y, w)),
                of("gather", new int[] {3, 2, 67, 65}, (y, w) -> Rearrange.gather(X, new long[] {-1, 7}, 1, y, w)),
                of(
                        "mean of pixels",
                        new int[] {3, 65},
                        (y, w) -> Reduce.apply(Reduction.MEAN, X, new int[] {1, 2}, y, w)),
                of(
                        "norm of channels",
                        new int[] {3, 41, 67},
                        (y, w) -> Reduce.apply(Reduction.L2, X, new int[] {3}, y, w)),
                of("largest channel", new int[] {3, 41, 67}, (y, w) -> Reduce.argMax(X, 3, false, y, w)),
                of("resize", new int[] {3, 82, 81, 65}, (y, w) -> Resize.run(linear, X, y, w)),
                of("group norm", SHAPE, (y, w) -> Normalisation.group(13, X, CHANNELS, CHANNELS, 1e-5f, y, w)),
                of("layer norm", SHAPE, (y, w) -> Normalisation.layer(X, CHANNELS, CHANNELS, 1e-5f, y, w)),
                of("local response", SHAPE, (y, w) -> Normalisation.localResponse(5, 1e-2f, 0.75f, 1, X, y, w)),
                of("transposed convolution", new int[] {3, 82, 134, 24}, (y, w) -> transposed.run(X, y, w)),
                of("matmul", new int[] {12, 97, 101}, (y, w) -> MatMul.run(left, right, y, w)),
                of("batch norm", new int[] {65}, (y, w) -> BatchNorm.statistics(X, 0, y, tensor(8, 65), y, w)),
                of(
                        "gradient of batch norm",
                        SHAPE,
                        (y, w) -> BatchNorm.backward(
                                X,
                                Activation.RELU,
                                null,
                                X,
                                CHANNELS,
                                CHANNELS,
                                CHANNELS,
                                CHANNELS,
                                y,
                                tensor(8, 65),
                                tensor(8, 65),
                                null,
                                w)),
                of("sum of squares", new int[] {1}, (y, w) -> y.set((float) Reduce.sumOfSquares(X, w), 0)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyNumberOfThreadsGivesTheSameBits(Case problem) {
        float[] alone = problem.run(Workers.single());
        for (int threads = 2; threads <= 3; threads++) {
            try (Workers workers = Workers.of(threads)) {
                assertThat(problem.run(workers)).isEqualTo(alone);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void servesManyCallersAtOnce(Case problem) {
        float[] alone = problem.run(Workers.single());
        assertThat(IntStream.range(0, 4).parallel().mapToObj(i -> problem.run(Workers.single())))
                .hasSize(4)
                .allSatisfy(result -> assertThat(result).isEqualTo(alone));
    }

    private static Named<Case> of(String name, int[] shape, Operator operator) {
        return Named.of(name, new Case(Shape.of(shape), operator));
    }

    private static Tensor tensor(long seed, int... shape) {
        return Tensor.of(Problems.floats(seed, Arrays.stream(shape).reduce(1, (a, b) -> a * b)), shape);
    }
}
