package io.github.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.engine.EveryOperator.Operands;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Epilogue;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.testkit.Problems;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What operators do with memory that is closed, or that not every thread may touch. */
class OperandMemoryTest {
    private static final Workers ALONE = Workers.single();

    @ParameterizedTest
    @EnumSource
    void closedMemoryIsRefusedByName(EveryOperator operator) {
        assertClosedMemoryIsRefused(operator, 2);
    }

    /** Of those excluded, sgemm reads nothing then; the others have no empty images. */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.MATCH_NONE,
            names = {
                "SGEMM",
                ".*CONVOLUTION",
                ".*WINOGRAD",
                "ADDED_INPUT_GRADIENT",
                "DEPTHWISE",
                "BATCH_NORM.*",
                "MAX_POOLING.*",
                "GLOBAL_AVERAGE.*",
                ".*2.*"
            })
    void closedMemoryIsRefusedByNameEvenWithoutWork(EveryOperator operator) {
        assertClosedMemoryIsRefused(operator, 0);
    }

    @Test
    void closedMemoryIsRefusedByATransposedConvolutionOfNoImage() {
        for (int closed = 0; closed < 4; closed++) {
            Arena arena = Arena.ofShared();
            Arena[] arenas = new Arena[4];
            Arrays.fill(arenas, Arena.ofAuto());
            arenas[closed] = arena;
            Epilogue epilogue = new Epilogue(Tensor.allocate(arenas[1], 16), Activation.RELU);
            TransposedConvolution operator = TransposedConvolution.of(
                    ConvGeometry.of(16, 16, 1), Tensor.allocate(arenas[0], 16, 1, 1, 16), epilogue);
            Tensor x = Tensor.allocate(arenas[2], 0, 2, 2, 16);
            Tensor y = Tensor.allocate(arenas[3], 0, 2, 2, 16);
            arena.close();
            assertClosed(List.of("weights", "bias", "x", "y").get(closed), () -> operator.run(x, y, ALONE));
        }
    }

    private static void assertClosedMemoryIsRefused(EveryOperator operator, int size) {
        for (String operand : Recorded.of(operator, size).names()) {
            Arena arena = Arena.ofShared();
            Recorded closed = new Recorded(arena);
            operator.run(size, closed.only(operand), ALONE);
            arena.close();
            assertClosed(operand, () -> operator.run(size, (name, dimensions) -> closed.again(name), ALONE));
        }
    }

    @ParameterizedTest
    @EnumSource
    void memoryConfinedToAnotherThreadIsRefusedByName(EveryOperator operator) {
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            for (String operand : Recorded.of(operator, 2).names()) {
                Arena arena =
                        CompletableFuture.supplyAsync(Arena::ofConfined, other).join();
                Recorded confined = new Recorded(arena);
                CompletableFuture.runAsync(() -> operator.run(2, confined.only(operand), ALONE), other)
                        .join();
                assertForeign(operand, () -> operator.run(2, (name, dimensions) -> confined.again(name), ALONE));
                CompletableFuture.runAsync(arena::close, other).join();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void memoryConfinedToTheCallerIsServedByTheCaller(EveryOperator operator) {
        Recorded shared = Recorded.of(operator, EveryOperator.LARGE);
        for (String operand : shared.names()) {
            try (Arena arena = Arena.ofConfined();
                    Workers workers = Workers.of(2)) {
                Recorded confined = new Recorded(arena);
                operator.run(EveryOperator.LARGE, confined.only(operand), workers);
                assertThat(confined.hashes()).as("%s confined", operand).isEqualTo(shared.hashes());
            }
        }
    }

    @Test
    void packedOperandsAreAsAliveAsTheirArena() {
        Packed packed;
        try (Arena arena = Arena.ofShared()) {
            packed = Packed.in(arena);
        }
        assertClosed("packed weights", () -> packed.convolve(ALONE));
        assertClosed("B", () -> packed.multiply(ALONE));
    }

    @Test
    void packedOperandsAreAsConfinedAsTheirArena() {
        Packed open = Packed.in(Arena.ofAuto());
        try (Arena arena = Arena.ofConfined();
                Workers workers = Workers.of(2)) {
            Packed confined = Packed.in(arena);
            assertThat(confined.convolve(workers)).isEqualTo(open.convolve(ALONE));
            assertThat(confined.multiply(workers)).isEqualTo(open.multiply(ALONE));
            assertForeign("packed weights", () -> elsewhere(() -> confined.convolve(ALONE)));
            assertForeign("B", () -> elsewhere(() -> confined.multiply(ALONE)));
        }
    }

    private static void assertClosed(String operand, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(operand + ": its memory is closed; keep its arena open until the last call has returned");
    }

    private static void assertForeign(String operand, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(WrongThreadException.class)
                .hasMessage(operand
                        + ": its memory is confined to another thread; take it from a shared or an automatic arena");
    }

    private static void elsewhere(Runnable call) throws Throwable {
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            Throwable thrown = CompletableFuture.runAsync(call, other)
                    .handle((nothing, failure) -> failure)
                    .join();
            if (thrown != null) {
                throw thrown.getCause();
            }
        }
    }

    /** A convolution and a matrix whose packed form lies in the given arena, large enough to be shared by threads. */
    private record Packed(Convolution convolution, PackedMatrix matrix) {
        private static final int SIZE = EveryOperator.LARGE;

        static Packed in(Arena arena) {
            ConvGeometry geometry = ConvGeometry.of(16, 16, 3).withSamePadding();
            Tensor weights = floats(16, 3, 3, 16);
            return new Packed(
                    Convolution.of(arena, geometry, weights, Epilogue.NONE),
                    PackedMatrix.of(arena, Transpose.NO, floats(SIZE, SIZE)));
        }

        float[] convolve(Workers workers) {
            Tensor output = floats(1, SIZE, SIZE, 16);
            convolution.run(floats(1, SIZE, SIZE, 16), output, workers);
            return output.toArray();
        }

        float[] multiply(Workers workers) {
            Tensor c = floats(SIZE, SIZE);
            Gemm.multiply(floats(SIZE, SIZE), matrix, Epilogue.NONE, null, c, workers);
            return c.toArray();
        }

        private static Tensor floats(int... dimensions) {
            return new Recorded(Arena.ofAuto()).of("floats", dimensions);
        }
    }

    /** Operands with values that follow from their names, which are remembered. */
    private static final class Recorded implements Operands {
        private final Map<String, Tensor> tensors = new LinkedHashMap<>();
        private final Arena arena;

        Recorded(Arena arena) {
            this.arena = arena;
        }

        /** The operands of a call that has been run. */
        static Recorded of(EveryOperator operator, int size) {
            Recorded operands = new Recorded(Arena.ofAuto());
            operator.run(size, operands, ALONE);
            return operands;
        }

        @Override
        public Tensor of(String name, int... dimensions) {
            return record(arena, name, dimensions);
        }

        /** Takes one operand from the arena and the others from one that is open to all. */
        Operands only(String operand) {
            return (name, dimensions) -> record(name.equals(operand) ? arena : Arena.ofAuto(), name, dimensions);
        }

        /** The operand that was made before. */
        Tensor again(String name) {
            return Objects.requireNonNull(tensors.get(name));
        }

        List<String> names() {
            return List.copyOf(tensors.keySet());
        }

        /** What the operands hold now. */
        Map<String, Integer> hashes() {
            Map<String, Integer> hashes = new LinkedHashMap<>();
            tensors.forEach((name, tensor) -> hashes.put(name, Arrays.hashCode(tensor.toArray())));
            return hashes;
        }

        private Tensor record(Arena memory, String name, int... dimensions) {
            Tensor tensor = Tensor.allocate(memory, dimensions);
            tensor.copyFrom(
                    Problems.floats(name.hashCode(), (int) tensor.shape().elements()));
            tensors.put(name, tensor);
            return tensor;
        }
    }
}
