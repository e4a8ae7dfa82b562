package io.github.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ElementwiseTest {
    private static final Workers ALONE = Workers.single();
    private static final Tensor SIX = Tensor.of(new float[6], 2, 3);
    private static final Tensor OTHER = Tensor.of(new float[6], 3, 2);
    private static final Tensor THREE = Tensor.of(new float[3], 3);

    /** Large enough to be shared between threads. */
    private static final Operands DENSE = Operands.dense(1, Shape.of(3, 61, 47, 33));

    private static final Operands PADDED =
            new Operands(2, Shape.of(3, 61, 47, 33), Padding.of(1), Padding.NONE, new Padding(0, 1, 2, 3));

    /** Every operator; scale and shift are the first pixels of an operand. */
    static Stream<Named<ThreadedOperation>> operations() {
        return Stream.of(
                Named.of("add", Elementwise::add),
                Named.of("subtract", Elementwise::subtract),
                Named.of("multiply", Elementwise::multiply),
                Named.of("relu", (a, b, out, workers) -> Elementwise.activate(Activation.RELU, a, out, workers)),
                Named.of("exp", (a, b, out, workers) -> Elementwise.exp(a, out, workers)),
                Named.of("sigmoid", (a, b, out, workers) -> Elementwise.sigmoid(a, out, workers)),
                Named.of("tanh", (a, b, out, workers) -> Elementwise.tanh(a, out, workers)),
                Named.of("softmax", (a, b, out, workers) -> Elementwise.softmax(a, out, workers)),
                Named.of("logSoftmax", (a, b, out, workers) -> Elementwise.logSoftmax(a, out, workers)),
                Named.of("scaleShift", (a, b, out, workers) -> {
                    Tensor scale = Tensor.of(ramp(33), 33);
                    Elementwise.scaleShift(a, scale, scale, Activation.RELU, out, workers);
                }));
    }

    @FunctionalInterface
    interface ThreadedOperation {
        void run(Tensor a, Tensor b, Tensor out, Workers workers);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyNumberOfThreadsAndEveryPaddingGivesTheSameBits(ThreadedOperation operation) {
        for (Operands operands : new Operands[] {DENSE, PADDED}) {
            float[] alone = operands.apply((a, b, out) -> operation.run(a, b, out, ALONE));
            float[] dense = Operands.dense(operands.seed(), operands.shape())
                    .apply((a, b, out) -> operation.run(a, b, out, ALONE));
            assertThat(dense).isEqualTo(alone);
            for (int threads = 2; threads <= 3; threads++) {
                try (Workers workers = Workers.of(threads)) {
                    float[] shared = operands.apply((a, b, out) -> operation.run(a, b, out, workers));
                    assertThat(shared).isEqualTo(alone);
                }
            }
        }
    }

    @Test
    void servesManyThreadsAtOnce() {
        Operands.Operation softmax = (a, b, out) -> Elementwise.softmax(a, out, ALONE);
        float[] alone = DENSE.apply(softmax);
        assertThat(IntStream.range(0, 8).parallel().mapToObj(i -> DENSE.apply(softmax)))
                .hasSize(8)
                .allSatisfy(result -> assertThat(result).isEqualTo(alone));
    }

    @Test
    void shapesMustBeEqual() {
        String message = "operands and result must have one shape, got [2, 3] and [3, 2] for a result [2, 3]";
        assertThatThrownBy(() -> Elementwise.add(SIX, OTHER, SIX, ALONE))
                .isInstanceOf(ShapeException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> Elementwise.exp(SIX, OTHER, ALONE))
                .isInstanceOf(ShapeException.class)
                .hasMessage("operands and result must have one shape, got [2, 3] for a result [3, 2]");
        assertThatThrownBy(() -> Elementwise.softmax(SIX, THREE, ALONE)).isInstanceOf(ShapeException.class);
    }

    @Test
    void scaleAndShiftHaveOneValuePerChannel() {
        Tensor two = Tensor.of(new float[2], 2);
        Tensor scalar = Tensor.of(new float[1]);
        assertThatThrownBy(() -> Elementwise.scaleShift(SIX, two, THREE, Activation.IDENTITY, SIX, ALONE))
                .isInstanceOf(ShapeException.class)
                .hasMessage("scaleShift of [2, 3] needs one scale and one shift per channel, got [2] and [3]");
        assertThatThrownBy(() -> Elementwise.scaleShift(SIX, THREE, two, Activation.IDENTITY, SIX, ALONE))
                .isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> Elementwise.scaleShift(SIX, SIX, SIX, Activation.IDENTITY, SIX, ALONE))
                .isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> Elementwise.scaleShift(scalar, two, two, Activation.IDENTITY, scalar, ALONE))
                .isInstanceOf(ShapeException.class);
    }

    @Test
    void memoryMustBeAlive() {
        Tensor closed;
        try (Arena arena = Arena.ofShared()) {
            closed = Tensor.allocate(arena, 2, 3);
        }
        assertThatIllegalStateException().isThrownBy(() -> Elementwise.add(SIX, closed, SIX, ALONE));
        Elementwise.add(SIX, SIX, SIX, ALONE);
        assertThatIllegalArgumentException().isThrownBy(() -> Elementwise.subsamplePadChannels(0, 1, SIX, SIX, ALONE));
    }

    private static float[] ramp(int length) {
        float[] ramp = new float[length];
        for (int i = 0; i < length; i++) {
            ramp[i] = i - 0.3f * length;
        }
        return ramp;
    }
}
