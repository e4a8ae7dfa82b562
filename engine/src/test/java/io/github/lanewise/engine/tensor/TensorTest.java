package io.github.lanewise.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TensorTest {
    private static final float[] SIX = {1, 2, 3, 4, 5, 6};
    private static final Padding UNEVEN = new Padding(1, 2, 3, 4);

    @Nested
    class Memory {

        @Test
        void isNativeAlignedAndZero() {
            Tensor tensor = Tensor.allocate(Arena.ofAuto(), 3, 5);

            assertThat(tensor.segment().isNative()).isTrue();
            assertThat(tensor.segment().address() % 64).isZero();
            assertThat(tensor.segment().byteSize()).isEqualTo(64);
            assertThat(tensor.toArray()).containsOnly(0f).hasSize(15);
        }

        @Test
        void isRowMajor() {
            Tensor tensor = Tensor.of(SIX, 2, 3);

            assertThat(tensor.get(1, 0)).isEqualTo(4);
            assertThat(tensor.segment().getAtIndex(ValueLayout.JAVA_FLOAT, 3)).isEqualTo(4);
            assertThat(tensor.rowBytes()).isEqualTo(12);
            assertThat(tensor.imageBytes()).isEqualTo(12);
            assertThat(tensor.isDense()).isTrue();
            assertThat(tensor).hasToString("Tensor [2, 3]");
        }

        @Test
        void framesEveryImage() {
            Tensor tensor = Tensor.allocate(Arena.ofAuto(), Shape.of(2, 5, 6, 3), UNEVEN);

            assertThat(tensor.isDense()).isFalse();
            assertThat(tensor.rowBytes()).isEqualTo((2 + 6 + 4) * 3 * 4);
            assertThat(tensor.imageBytes()).isEqualTo((1 + 5 + 3) * tensor.rowBytes());
            assertThat(tensor.at(0, -1, -2)).isZero();
            assertThat(tensor.at(1, 0, 0)).isEqualTo(tensor.imageBytes() + tensor.rowBytes() + 2 * 3 * 4);
            assertThat(tensor.at(0, 5 + 2, 6 + 4)).isEqualTo(tensor.imageBytes());
            assertThat(Tensor.bytes(tensor.shape(), UNEVEN))
                    .isEqualTo(tensor.segment().byteSize());
        }

        @Test
        void mayBeEmptyOrScalar() {
            assertThat(Tensor.allocate(Arena.ofAuto(), 4, 0).toArray()).isEmpty();
            assertThat(Tensor.allocate(Arena.ofAuto(), Shape.of(0, 2, 2, 1), UNEVEN)
                            .toArray())
                    .isEmpty();
            assertThat(Tensor.of(new float[] {7}).get()).isEqualTo(7);
        }

        @Test
        void ofAViewIsTheSegment() {
            MemorySegment segment = Arena.ofAuto().allocate(100, 64);
            Tensor tensor = Tensor.view(segment.asSlice(4), Shape.of(2, 3), Padding.NONE);
            tensor.set(5, 0, 0);

            assertThat(segment.getAtIndex(ValueLayout.JAVA_FLOAT, 1)).isEqualTo(5);
            assertThat(tensor.segment().byteSize()).isEqualTo(64);
        }

        @Test
        void isSharedByReshapedTensors() {
            Tensor tensor = Tensor.of(SIX, 2, 3);
            tensor.reshape(3, 1, 2).set(9, 2, 0, 1);

            assertThat(tensor.get(1, 2)).isEqualTo(9);
        }
    }

    @Nested
    class Copies {

        static Stream<FloatBuffer> buffers() {
            return Stream.of(
                    FloatBuffer.allocate(6),
                    FloatBuffer.wrap(new float[9], 2, 6),
                    FloatBuffer.wrap(new float[9], 2, 7).slice().limit(6),
                    ByteBuffer.allocate(24).asFloatBuffer(),
                    ByteBuffer.allocate(25)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .slice(1, 24)
                            .asFloatBuffer(),
                    ByteBuffer.allocateDirect(24).asFloatBuffer(),
                    ByteBuffer.allocateDirect(24).order(ByteOrder.nativeOrder()).asFloatBuffer(),
                    ByteBuffer.allocateDirect(25).slice(1, 24).asFloatBuffer());
        }

        @ParameterizedTest
        @MethodSource("buffers")
        void acceptEveryKindOfBuffer(FloatBuffer buffer) {
            int position = buffer.position();
            Tensor.of(SIX, 1, 2, 3, 1).copyTo(buffer);
            Tensor padded = Tensor.allocate(Arena.ofAuto(), Shape.of(1, 2, 3, 1), UNEVEN)
                    .copyFrom(buffer.asReadOnlyBuffer());

            assertThat(buffer.position()).isEqualTo(position);
            assertThat(buffer.get(position + 1)).isEqualTo(2);
            assertThat(padded.toArray()).containsExactly(SIX);
        }

        @Test
        void fillLeavesThePaddingAlone() {
            Tensor tensor = Tensor.allocate(Arena.ofAuto(), Shape.of(2, 2, 3, 1), UNEVEN)
                    .fill(3);

            assertThat(tensor.toArray()).containsOnly(3f);
            assertThat(frame(tensor).filter(value -> value == 3).count()).isEqualTo(12);
        }

        @Test
        void clearPaddingLeavesTheElementsAlone() {
            Tensor tensor = Tensor.allocate(Arena.ofAuto(), Shape.of(2, 2, 3, 1), UNEVEN);
            tensor.segment().fill((byte) 1);
            tensor.fill(3).clearPadding();

            assertThat(tensor.toArray()).containsOnly(3f);
            assertThat(frame(tensor).filter(value -> value == 0).count())
                    .isEqualTo(tensor.imageBytes() * 2 / Float.BYTES - 12);
        }

        @Test
        void clearPaddingOfImagesWithoutRowsClearsAll() {
            Tensor tensor = Tensor.allocate(Arena.ofAuto(), Shape.of(2, 0, 3, 1), UNEVEN);
            tensor.segment().fill((byte) 1);
            tensor.clearPadding();

            assertThat(frame(tensor)).containsOnly(0f);
        }

        private static Stream<Float> frame(Tensor tensor) {
            return tensor.segment()
                    .asSlice(0, tensor.imageBytes() * tensor.shape().dimension(0))
                    .elements(ValueLayout.JAVA_FLOAT)
                    .map(element -> element.get(ValueLayout.JAVA_FLOAT, 0));
        }
    }

    @Nested
    class Misuse {

        @Test
        void heapSegmentIsRejected() {
            MemorySegment heap = MemorySegment.ofArray(new float[64]);

            assertThatThrownBy(() -> Tensor.view(heap, Shape.of(2, 3), Padding.NONE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("native");
        }

        @Test
        void readOnlyMisalignedAndSmallSegmentsAreRejected() {
            MemorySegment segment = Arena.ofAuto().allocate(64, 64);

            assertThatThrownBy(() -> Tensor.view(segment.asReadOnly(), Shape.of(2, 3), Padding.NONE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("read-only");
            assertThatThrownBy(() -> Tensor.view(segment.asSlice(2), Shape.of(2, 3), Padding.NONE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("aligned");
            assertThatThrownBy(() -> Tensor.view(segment, Shape.of(1, 2, 3, 1), UNEVEN))
                    .isInstanceOf(ShapeException.class)
                    .hasMessageContaining("[1, 2, 3, 1]")
                    .hasMessageContaining("216 bytes")
                    .hasMessageContaining("64");
        }

        @Test
        void wrongNumbersOfElementsAreNamed() {
            Tensor tensor = Tensor.of(SIX, 2, 3);

            assertThatThrownBy(() -> Tensor.of(SIX, 2, 4))
                    .isInstanceOf(ShapeException.class)
                    .hasMessageContaining("[2, 4]")
                    .hasMessageContaining("6");
            assertThatThrownBy(() -> tensor.copyFrom(new float[5])).isInstanceOf(ShapeException.class);
            assertThatThrownBy(() -> tensor.copyTo(new float[7])).isInstanceOf(ShapeException.class);
            assertThatThrownBy(() -> tensor.copyFrom(FloatBuffer.allocate(5))).isInstanceOf(ShapeException.class);
            assertThatThrownBy(() -> tensor.copyTo(FloatBuffer.allocate(7))).isInstanceOf(ShapeException.class);
        }

        @Test
        void shapesThatDifferAreBothNamed() {
            Tensor tensor = Tensor.of(SIX, 2, 3);
            Tensor other = Tensor.of(SIX, 3, 2);
            Tensor padded = Tensor.allocate(Arena.ofAuto(), Shape.of(1, 2, 3, 1), UNEVEN);

            assertThatThrownBy(() -> tensor.copyFrom(other))
                    .isInstanceOf(ShapeException.class)
                    .hasMessageContaining("[2, 3]")
                    .hasMessageContaining("[3, 2]");
            assertThatThrownBy(() -> tensor.reshape(7))
                    .isInstanceOf(ShapeException.class)
                    .hasMessageContaining("[2, 3]")
                    .hasMessageContaining("[7]");
            assertThatThrownBy(() -> padded.reshape(6))
                    .isInstanceOf(ShapeException.class)
                    .hasMessageContaining("[1, 2, 3, 1]")
                    .hasMessageContaining("[6]");
        }

        @Test
        void onlyImagesTakeAPadding() {
            assertThatThrownBy(() -> Tensor.allocate(Arena.ofAuto(), Shape.of(2, 3), UNEVEN))
                    .isInstanceOf(ShapeException.class)
                    .hasMessageContaining("[2, 3]");
        }

        @Test
        void sizesBeyondLongAreRejectedBeforeAnythingIsAllocated() {
            int max = Integer.MAX_VALUE;

            assertThatThrownBy(() -> Tensor.bytes(Shape.of(max, max), Padding.NONE))
                    .isInstanceOf(ShapeException.class)
                    .hasMessageContaining("[2147483647, 2147483647]");
            assertThatThrownBy(() -> Tensor.bytes(Shape.of(2, 1, 1, 1), Padding.of(max)))
                    .isInstanceOf(ShapeException.class)
                    .hasMessageContaining("[2, 1, 1, 1]");
        }

        @Test
        void indicesOutsideTheShapeAreNamed() {
            Tensor tensor = Tensor.of(SIX, 2, 3);

            assertThatThrownBy(() -> tensor.get(0, 3))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessageContaining("[0, 3]")
                    .hasMessageContaining("[2, 3]");
            assertThatThrownBy(() -> tensor.get(-1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> tensor.set(1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        }

        @Test
        void useAfterCloseThrows() {
            Arena arena = Arena.ofConfined();
            Tensor tensor = Tensor.of(arena, SIX, 2, 3);
            arena.close();

            assertThatThrownBy(() -> tensor.get(0, 0)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(tensor::toArray).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> tensor.copyFrom(SIX)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> tensor.fill(0)).isInstanceOf(IllegalStateException.class);
        }

        @Test
        void useFromAnotherThreadThanThatOfAConfinedArenaThrows() {
            try (Arena arena = Arena.ofConfined()) {
                Tensor tensor = Tensor.of(arena, SIX, 2, 3);

                assertThatThrownBy(() ->
                                CompletableFuture.supplyAsync(tensor::toArray).join())
                        .hasCauseInstanceOf(WrongThreadException.class);
            }
        }
    }
}
