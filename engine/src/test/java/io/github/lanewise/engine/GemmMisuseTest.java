package io.github.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.Epilogue;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.testkit.GemmProblem;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GemmMisuseTest {
    private static final MemorySegment FLOATS = Arena.global().allocate(4 * 100);

    @Test
    void shapesThatDoNotFitAreNamed() {
        assertShapeError(() -> sgemm(-1, 2, 3, FLOATS, 3, FLOATS, 2, FLOATS, 2), "-1, 2, 3");
        assertShapeError(() -> sgemm(10, 10, 11, FLOATS, 11, FLOATS, 10, FLOATS, 10), "A [10, 11]", "110", "100");
        assertShapeError(() -> sgemm(5, 10, 5, FLOATS, 4, FLOATS, 10, FLOATS, 10), "A [5, 5]", "at least 5, got 4");
        assertShapeError(() -> sgemm(5, 11, 10, FLOATS, 10, FLOATS, 11, FLOATS, 11), "B [10, 11]", "110", "100");
        assertShapeError(() -> sgemm(5, 10, 5, FLOATS, 5, FLOATS, 9, FLOATS, 10), "B [5, 10]", "at least 10, got 9");
        assertShapeError(() -> sgemm(11, 10, 5, FLOATS, 5, FLOATS, 10, FLOATS, 10), "C [11, 10]", "110", "100");
        assertShapeError(() -> sgemm(5, 10, 5, FLOATS, 5, FLOATS, 10, FLOATS, 9), "C [5, 10]", "at least 10, got 9");
        assertShapeError(
                () -> sgemm(1 << 30, 1, 1 << 30, FLOATS, 1 << 30, FLOATS, 1, FLOATS, 1), "A [1073741824, 1073741824]");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 91, Long.MAX_VALUE})
    void offsetsOutsideAreNamed(long offset) {
        assertShapeError(
                () -> Gemm.sgemm(
                        Transpose.NO,
                        Transpose.NO,
                        1,
                        10,
                        1,
                        1,
                        FLOATS,
                        0,
                        1,
                        FLOATS,
                        offset,
                        10,
                        0,
                        FLOATS,
                        0,
                        10,
                        Workers.single()),
                "B [1, 10]",
                Long.toString(offset));
    }

    @Test
    void emptyProductsNeedNoMemory() {
        MemorySegment nothing = MemorySegment.NULL;
        assertThatCode(() -> {
                    sgemm(0, 5, 5, nothing, 5, nothing, 5, nothing, 5);
                    sgemm(5, 0, 5, nothing, 5, nothing, 1, nothing, 1);
                    sgemm(0, 0, 0, nothing, 1, nothing, 1, nothing, 1);
                })
                .doesNotThrowAnyException();
    }

    @Test
    void readOnlyResultsAreRejected() {
        assertThatThrownBy(() -> sgemm(2, 2, 2, FLOATS, 2, FLOATS, 2, FLOATS.asReadOnly(), 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("C is read-only");
    }

    @Test
    void readOnlyOperandsAreFine() {
        MemorySegment heap = MemorySegment.ofArray(new float[] {1, 2, 3, 4});
        float[] c = new float[4];
        sgemm(2, 2, 2, heap.asReadOnly(), 2, heap.asReadOnly(), 2, MemorySegment.ofArray(c), 2);
        assertThat(c).containsExactly(7, 10, 15, 22);
    }

    @Test
    void buffersInForeignByteOrderAreNamed() {
        FloatBuffer here = FloatBuffer.allocate(4);
        ByteOrder foreign =
                ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        FloatBuffer there = ByteBuffer.allocateDirect(16).order(foreign).asFloatBuffer();
        assertThatThrownBy(() -> sgemm(there, here, here))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("buffer A is in " + foreign);
        assertThatThrownBy(() -> sgemm(here, there, here)).hasMessageContaining("buffer B is in " + foreign);
        assertThatThrownBy(() -> sgemm(here, here, there)).hasMessageContaining("buffer C is in " + foreign);
    }

    @Test
    void memoryUsedAfterItsArenaClosed() {
        MemorySegment closed = closed(4 * 100 * 100);
        MemorySegment open = Arena.ofAuto().allocate(4 * 100 * 100);
        for (int size : new int[] {1, 20, 100}) {
            assertClosed(() -> sgemm(size, size, size, closed, size, open, size, open, size));
            assertClosed(() -> sgemm(size, size, size, open, size, closed, size, open, size));
            assertClosed(() -> sgemm(size, size, size, open, size, open, size, closed, size));
        }
    }

    @Test
    void aClosedArenaIsNoticedOnEveryThreadAndTheNextCallWorks() {
        GemmProblem problem = GemmProblem.of(1, 140, 130, 120);
        MemorySegment closed = closed(4 * 140 * 130);
        MemorySegment open = Arena.ofAuto().allocate(4 * 140 * 130);
        try (Workers workers = Workers.of(2)) {
            assertClosed(() -> Gemm.sgemm(
                    Transpose.NO,
                    Transpose.NO,
                    140,
                    130,
                    120,
                    1,
                    closed,
                    0,
                    120,
                    open,
                    0,
                    130,
                    0,
                    open,
                    0,
                    130,
                    workers));
            assertThat(Storage.ALIGNED_SEGMENTS.sgemm(problem, workers))
                    .isEqualTo(Storage.ALIGNED_SEGMENTS.sgemm(problem, Workers.single()));
        }
    }

    @Test
    void closedWorkersDoNotRunALargeProduct() {
        Workers workers = Workers.of(2);
        workers.close();
        assertThatThrownBy(() -> Storage.ARRAYS.sgemm(GemmProblem.of(1, 140, 130, 120), workers))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void matricesThatDoNotFitAreNamed() {
        Tensor a = tensor(2, 3);
        Tensor b = tensor(3, 4);
        Tensor c = tensor(2, 4);
        assertShapeError(() -> Gemm.multiply(a, c, c, Workers.single()), "[2, 3]", "[2, 4]");
        assertShapeError(() -> Gemm.multiply(a, b, a, Workers.single()), "[2, 3]", "[3, 4]");
        assertShapeError(() -> Gemm.multiply(a, b, tensor(2, 4, 1), Workers.single()), "C", "[2, 4, 1]");
        PackedMatrix packed = PackedMatrix.of(Transpose.NO, b);
        assertShapeError(() -> multiply(b, packed, null, null, c), "[3, 4]", "[2, 4]");
        assertShapeError(() -> multiply(a, packed, null, null, b), "[2, 3]", "[3, 4]");
        assertShapeError(() -> multiply(a, packed, tensor(3), null, c), "bias [3]", "[3, 4]");
        assertShapeError(() -> multiply(a, packed, null, tensor(2, 3), c), "residual [2, 3]", "[2, 4]");
        assertShapeError(() -> PackedMatrix.of(Transpose.NO, tensor(2, 3, 4)), "[2, 3, 4]");
        Tensor padded = Tensor.allocate(Arena.ofAuto(), Shape.of(1, 1, 2, 3), Padding.of(1));
        assertShapeError(() -> multiply(padded, packed, null, null, c), "[1, 1, 2, 3]");
    }

    @Test
    void aPackedMatrixUsedAfterItsArenaClosed() {
        Tensor a = tensor(2, 3);
        Tensor c = tensor(2, 4);
        PackedMatrix packed;
        try (Arena arena = Arena.ofShared()) {
            packed = PackedMatrix.of(arena, Transpose.NO, tensor(3, 4));
        }
        assertClosed(() -> multiply(a, packed, null, null, c));
    }

    private static void sgemm(
            int m, int n, int k, MemorySegment a, int lda, MemorySegment b, int ldb, MemorySegment c, int ldc) {
        Transpose no = Transpose.NO;
        Gemm.sgemm(no, no, m, n, k, 1, a, 0, lda, b, 0, ldb, 1, c, 0, ldc, Workers.single());
    }

    private static void sgemm(FloatBuffer a, FloatBuffer b, FloatBuffer c) {
        Gemm.sgemm(Transpose.NO, Transpose.NO, 2, 2, 2, 1, a, 2, b, 2, 0, c, 2, Workers.single());
    }

    private static void multiply(Tensor a, PackedMatrix b, @Nullable Tensor bias, @Nullable Tensor residual, Tensor c) {
        Gemm.multiply(a, b, new Epilogue(bias, Activation.IDENTITY), residual, c, Workers.single());
    }

    private static Tensor tensor(int... dimensions) {
        return Tensor.allocate(Arena.ofAuto(), dimensions);
    }

    private static MemorySegment closed(long bytes) {
        try (Arena arena = Arena.ofShared()) {
            return arena.allocate(bytes);
        }
    }

    private static void assertClosed(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalStateException.class);
    }

    private static void assertShapeError(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call).isInstanceOf(ShapeException.class).hasMessageContainingAll(parts);
    }
}
