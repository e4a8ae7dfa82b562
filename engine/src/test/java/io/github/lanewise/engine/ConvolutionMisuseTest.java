package io.github.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Epilogue;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.testkit.ConvProblem;
import java.lang.foreign.Arena;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ConvolutionMisuseTest {
    private static final ConvGeometry GEOMETRY = ConvGeometry.of(3, 8, 3).withSamePadding();

    @Test
    void weightsAndBiasesThatDoNotFitAreNamed() {
        Tensor weights = tensor(8, 3, 3, 3);
        assertShapeError(
                () -> Convolution.of(GEOMETRY, tensor(8, 3, 3, 4), Epilogue.NONE), "[8, 3, 3, 3]", "[8, 3, 3, 4]");
        Tensor padded = Tensor.allocate(Arena.ofAuto(), Shape.of(8, 3, 3, 3), Padding.of(1));
        assertShapeError(() -> Convolution.of(GEOMETRY, padded, Epilogue.NONE), "dense weights [8, 3, 3, 3]");
        Epilogue epilogue = new Epilogue(tensor(7), Activation.RELU);
        assertShapeError(() -> Convolution.of(GEOMETRY, weights, epilogue), "8 channels", "[7]");
    }

    @Test
    void imagesThatDoNotFitAreNamed() {
        Convolution convolution = Convolution.of(GEOMETRY, tensor(8, 3, 3, 3), Epilogue.NONE);
        Tensor in = tensor(2, 5, 6, 3);
        Tensor out = tensor(2, 5, 6, 8);
        assertShapeError(
                () -> convolution.run(tensor(2, 5, 6, 4), out, Workers.single()), "[*, *, *, 3]", "[2, 5, 6, 4]");
        assertShapeError(() -> convolution.run(tensor(5, 6, 3), out, Workers.single()), "[*, *, *, 3]", "[5, 6, 3]");
        assertShapeError(
                () -> convolution.run(in, tensor(2, 5, 5, 8), Workers.single()), "[2, 5, 6, 8]", "[2, 5, 5, 8]");
        assertShapeError(() -> convolution.run(in, in, out, Workers.single()), "[2, 5, 6, 8]", "[2, 5, 6, 3]");
    }

    @Test
    void matricesOfAnotherShapeAreNamed() {
        Tensor images = tensor(2, 5, 6, 3);
        assertShapeError(() -> Im2col.run(GEOMETRY, images, tensor(60, 26)), "[2, 5, 6, 3]", "[60, 27]", "[60, 26]");
        assertShapeError(() -> Col2im.run(GEOMETRY, tensor(59, 27), images), "[2, 5, 6, 3]", "[60, 27]", "[59, 27]");
        assertShapeError(() -> Im2col.run(GEOMETRY, tensor(2, 5, 6, 4), tensor(60, 27)), "[2, 5, 6, 4]");
    }

    @Test
    void memoryUsedAfterItsArenaClosed() {
        Tensor in = tensor(2, 5, 6, 3);
        Tensor out = tensor(2, 5, 6, 8);
        Tensor weights = tensor(8, 3, 3, 3);
        Convolution convolution = Convolution.of(GEOMETRY, weights, Epilogue.NONE);
        Convolution closed;
        Tensor closedIn;
        Tensor closedOut;
        Tensor closedWeights;
        try (Arena arena = Arena.ofShared()) {
            closed = Convolution.of(arena, GEOMETRY, weights, Epilogue.NONE);
            closedIn = Tensor.allocate(arena, in.shape());
            closedOut = Tensor.allocate(arena, out.shape(), Padding.of(1));
            closedWeights = Tensor.allocate(arena, weights.shape());
        }
        assertClosed(() -> closed.run(in, out, Workers.single()));
        assertClosed(() -> convolution.run(closedIn, out, Workers.single()));
        assertClosed(() -> convolution.run(in, closedOut, Workers.single()));
        assertClosed(() -> convolution.run(in, closedOut, out, Workers.single()));
        assertClosed(() -> Convolution.of(GEOMETRY, closedWeights, Epilogue.NONE));
    }

    @Test
    void aClosedArenaIsNoticedOnEveryThreadAndTheNextCallWorks() {
        ConvProblem problem = ConvProblem.of(1, ConvGeometry.of(32, 32, 3).withSamePadding(), 20, 20);
        Convolution convolution = Frames.pack(problem);
        Tensor in = Tensor.of(problem.input(), problem.inputShape().toArray());
        Tensor closed;
        try (Arena arena = Arena.ofShared()) {
            closed = Tensor.allocate(arena, problem.outputShape());
        }
        try (Workers workers = Workers.of(2)) {
            assertClosed(() -> convolution.run(in, closed, workers));
            assertThat(Frames.NONE.run(problem, convolution, workers))
                    .isEqualTo(Frames.NONE.run(problem, Workers.single()));
        }
    }

    private static Tensor tensor(int... dimensions) {
        return Tensor.allocate(Arena.ofAuto(), dimensions);
    }

    private static void assertClosed(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalStateException.class);
    }

    private static void assertShapeError(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call).isInstanceOf(ShapeException.class).hasMessageContainingAll(parts);
    }
}
