package io.github.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.engine.Rearrange.Margin;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.BinaryOperation;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Epilogue;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.engine.tensor.Reduction;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Shapes that do not fit are refused before any work, by a message that names them. */
class OperatorMisuseTest {
    private static final Workers ALONE = Workers.single();
    private static final Tensor X = tensor(2, 3);
    private static final Tensor Y = tensor(4, 5);
    private static final Tensor IMAGE = tensor(1, 3, 3, 4);
    private static final Tensor FRAMED = Tensor.allocate(Arena.ofAuto(), Shape.of(1, 3, 3, 4), Padding.of(1));
    private static final Tensor FOUR = tensor(4);

    static Stream<Arguments> misuses() {
        int[] none = {0, 0};
        int[] one = {1, 1};
        ConvGeometry geometry = ConvGeometry.of(2, 4, 3);
        TransposedConvolution transposed = TransposedConvolution.of(geometry, tensor(4, 3, 3, 2), Epilogue.NONE);
        return Stream.of(
                of(() -> Broadcast.apply(BinaryOperation.ADD, X, Y, X, ALONE), "[2, 3]", "[4, 5]"),
                of(() -> Broadcast.apply(BinaryOperation.ADD, X, X, Y, ALONE), "[2, 3]", "[4, 5]"),
                of(() -> Broadcast.apply(BinaryOperation.ADD, X, X, tensor(1, 2, 3), ALONE), "[1, 2, 3]"),
                of(() -> Broadcast.shape(X.shape(), Y.shape()), "[2, 3]", "[4, 5]"),
                of(() -> Rearrange.copy(X, Y, ALONE), "[2, 3]", "[4, 5]"),
                of(() -> Rearrange.transpose(X, new int[] {1, 0}, X, ALONE), "[2, 3]", "[1, 0]"),
                of(() -> Rearrange.transpose(tensor(2, 2), new int[] {1, 1}, tensor(2, 2), ALONE), "[1, 1]"),
                of(() -> Rearrange.transpose(X, new int[] {1}, X, ALONE), "[2, 3]", "[1]"),
                of(() -> Rearrange.slice(X, none, one, Y, ALONE), "[2, 3]", "[4, 5]"),
                of(() -> Rearrange.slice(X, one, new int[] {-1, -1}, X, ALONE), "[2, 3]", "[-1, -1]"),
                of(() -> Rearrange.slice(X, none, none, tensor(1, 1), ALONE), "[0, 0]"),
                of(() -> Rearrange.concat(new Tensor[] {X, Y}, 0, Y, ALONE), "[2, 3][4, 5]", "[4, 5]"),
                of(() -> Rearrange.concat(new Tensor[] {X}, 2, Y, ALONE), "axis 2"),
                of(() -> Rearrange.pad(X, none, Margin.EDGE, 0, tensor(1, 3), ALONE), "EDGE", "[1, 3]"),
                of(() -> Rearrange.pad(tensor(0, 3), one, Margin.WRAP, 0, Y, ALONE), "[0, 3]", "[4, 5]"),
                of(() -> Rearrange.pad(X, new int[] {0}, Margin.CONSTANT, 0, Y, ALONE), "[2, 3]", "[4, 5]"),
                of(() -> Rearrange.expand(X, Y, ALONE), "[2, 3]", "[4, 5]"),
                of(() -> Rearrange.tile(X, Y, ALONE), "[2, 3]", "[4, 5]"),
                of(() -> Rearrange.gather(X, new long[] {0}, 0, Y, ALONE), "[2, 3]", "[4, 5]"),
                of(() -> Rearrange.gather(FRAMED, new long[] {0}, 1, tensor(1, 1, 3, 4), ALONE), "[1, 3, 3, 4]"),
                of(() -> Reduce.apply(Reduction.SUM, X, new int[] {1}, Y, ALONE), "[2, 3]", "[4, 5]"),
                of(() -> Reduce.apply(Reduction.SUM, X, new int[] {1, 1}, Y, ALONE), "[2, 3]", "[1, 1]"),
                of(() -> Reduce.apply(Reduction.SUM, X, new int[] {2}, Y, ALONE), "[2, 3]", "[2]"),
                of(() -> Reduce.argMax(X, 1, false, Y, ALONE), "argMax", "[2, 3]", "[4, 5]"),
                of(() -> Reduce.argMin(tensor(2, 0), 1, false, tensor(2), ALONE), "argMin", "[2, 0]"),
                of(() -> Elementwise.softmax(2, X, X, ALONE), "[2, 3]", "axis 2"),
                of(() -> Normalisation.group(3, IMAGE, FOUR, FOUR, 0, IMAGE, ALONE), "3 groups", "[1, 3, 3, 4]"),
                of(() -> Normalisation.group(4, IMAGE, tensor(3), FOUR, 0, IMAGE, ALONE), "[3]", "[1, 3, 3, 4]"),
                of(() -> Normalisation.layer(FRAMED, FOUR, FOUR, 0, FRAMED, ALONE), "Padding[top=1"),
                of(() -> Normalisation.layer(X, FOUR, FOUR, 0, X, ALONE), "[2, 3]", "[4]"),
                of(() -> Normalisation.localResponse(0, 1, 1, 1, X, X, ALONE), "0 channels", "[2, 3]"),
                of(() -> Normalisation.localResponse(1, 1, 1, 1, X, Y, ALONE), "[2, 3]", "[4, 5]"),
                of(() -> MatMul.run(X, Y, X, ALONE), "[2, 3]", "[4, 5]"),
                of(() -> MatMul.run(X, tensor(3, 5), Y, ALONE), "[2, 3]", "[3, 5]", "[4, 5]"),
                of(() -> MatMul.run(FRAMED, tensor(4, 4), IMAGE, ALONE), "Padding[top=1"),
                of(() -> MatMul.shape(Shape.of(), X.shape()), "[]", "[2, 3]"),
                of(() -> TransposedConvolution.of(geometry, Y, Epilogue.NONE), "[4, 3, 3, 2]", "[4, 5]"),
                of(() -> transposed.run(IMAGE, tensor(1, 4, 5, 2), ALONE), "[1, 5, 5, 2]", "[1, 4, 5, 2]"),
                of(() -> transposed.run(X, IMAGE, ALONE), "[4, 3, 3, 2]", "[2, 3]"),
                of(() -> BatchNorm.statistics(X, 0, FOUR, FOUR, FOUR, ALONE), "[2, 3]", "[4]"),
                of(() -> BatchNorm.statistics(tensor(0, 4), 0, FOUR, FOUR, FOUR, ALONE), "[0, 4]", "pixels"),
                of(
                        () -> BatchNorm.apply(IMAGE, FOUR, FOUR, FOUR, FOUR, null, Activation.RELU, X, ALONE),
                        "[1, 3, 3, 4]",
                        "y of that shape",
                        "[2, 3]"),
                of(
                        () -> BatchNorm.apply(IMAGE, FOUR, FOUR, FOUR, FOUR, X, Activation.RELU, IMAGE, ALONE),
                        "residual of that shape",
                        "[2, 3]"),
                of(() -> backward(X, null, FOUR), "dY of that shape", "[2, 3]"),
                of(() -> backward(IMAGE, null, tensor(3)), "[3]", "[4]"),
                of(() -> backward(IMAGE, X, FOUR), "y of that shape", "[2, 3]"),
                of(() -> Elementwise.reluGradient(X, X, Y, ALONE), "[2, 3]", "[4, 5]"),
                of(
                        () -> Elementwise.subsamplePadChannelsGradient(2, 0, IMAGE, IMAGE, ALONE),
                        "stride 2",
                        "[1, 3, 3, 4]"),
                of(
                        () -> Pooling.maxGradient(PoolGeometry.of(2, 2), IMAGE, IMAGE, IMAGE, ALONE),
                        "[1, 1, 1, 4]",
                        "[1, 3, 3, 4]"),
                of(() -> Pooling.globalAverageGradient(X, IMAGE, ALONE), "[2, 3]", "[1, 3, 3, 4]"),
                of(() -> ParameterUpdate.sgd(X, Y, null, 1, 0, 0, false, 0, ALONE), "gradient", "[4, 5]", "[2, 3]"),
                of(() -> ParameterUpdate.sgd(X, X, Y, 1, 1, 0, false, 0, ALONE), "velocity", "[4, 5]", "[2, 3]"),
                of(() -> ParameterUpdate.adamW(X, X, X, Y, 1, 1, 0, 0, 0, 0, ALONE), "second moment", "[4, 5]"),
                of(
                        () -> ParameterUpdate.sgd(FRAMED, FRAMED, null, 1, 0, 0, false, 0, ALONE),
                        "dense gradient",
                        "Padding[top=1"));
    }

    @ParameterizedTest
    @MethodSource("misuses")
    void isRefused(ThrowingCallable call, String[] names) {
        assertThatThrownBy(call).isInstanceOf(ShapeException.class).message().contains(names);
    }

    @Test
    void indicesMustLieWithinTheAxis() {
        for (long index : new long[] {2, -3}) {
            assertThatThrownBy(() -> Rearrange.gather(X, new long[] {index}, 0, tensor(1, 3), ALONE))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessageContaining(index + " is outside axis 0 of [2, 3]");
        }
    }

    @Test
    void optimisersNeedTheirStateAndBatchNormItsResult() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ParameterUpdate.sgd(X, X, null, 1, 0.9, 0, false, 0, ALONE))
                .withMessage("momentum 0.9 needs a velocity");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ParameterUpdate.adamW(X, X, X, X, 0, 1, 0, 0, 0, 0, ALONE))
                .withMessage("steps are counted from 1, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BatchNorm.updateRunning(1, 0.1, FOUR, FOUR, FOUR, FOUR))
                .withMessageContaining("at least 2 pixels, got 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BatchNorm.backward(
                        IMAGE, Activation.RELU, null, IMAGE, FOUR, FOUR, FOUR, FOUR, IMAGE, FOUR, FOUR, IMAGE, ALONE))
                .withMessageContaining("needs y");
    }

    @Test
    void poolingWindowsHaveNoNegativeGaps() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PoolGeometry.of(2, 2).withDilation(0, 1))
                .withMessageContaining("dilation must be at least 1, got 0 x 1");
    }

    private static void backward(Tensor dY, @Nullable Tensor y, Tensor dBias) {
        BatchNorm.backward(IMAGE, Activation.RELU, y, dY, FOUR, FOUR, FOUR, FOUR, IMAGE, FOUR, dBias, null, ALONE);
    }

    private static Arguments of(ThrowingCallable call, String... names) {
        return Arguments.of(call, names);
    }

    private static Tensor tensor(int... shape) {
        return Tensor.of(new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)], shape);
    }
}
