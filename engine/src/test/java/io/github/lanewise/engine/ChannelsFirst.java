package io.github.lanewise.engine;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** The kinds of storage from and to which {@link Layout} converts. */
enum ChannelsFirst {
    ARRAY,
    HEAP_BUFFER,
    DIRECT_BUFFER,
    BIG_ENDIAN_BUFFER,
    NATIVE_SEGMENT,
    UNALIGNED_SEGMENT,
    HEAP_SEGMENT,
    BYTES_SEGMENT,
    TENSOR,
    FEATURES;

    private static final int POSITION = 3;

    void toNhwc(Arena arena, float[] values, Tensor nhwc) {
        switch (this) {
            case ARRAY -> Layout.nchwToNhwc(values, nhwc);
            case HEAP_BUFFER, DIRECT_BUFFER, BIG_ENDIAN_BUFFER -> {
                FloatBuffer buffer = buffer(values.length);
                Layout.nchwToNhwc(buffer.put(buffer.position(), values), nhwc);
            }
            case NATIVE_SEGMENT, UNALIGNED_SEGMENT, HEAP_SEGMENT, BYTES_SEGMENT ->
                Layout.nchwToNhwc(segment(arena, values.length).copyFrom(MemorySegment.ofArray(values)), nhwc);
            case TENSOR, FEATURES ->
                Layout.nchwToNhwc(tensor(arena, nhwc.shape()).copyFrom(values), nhwc);
        }
    }

    float[] toNchw(Arena arena, Tensor nhwc) {
        float[] values = new float[Math.toIntExact(nhwc.shape().elements())];
        switch (this) {
            case ARRAY -> Layout.nhwcToNchw(nhwc, values);
            case HEAP_BUFFER, DIRECT_BUFFER, BIG_ENDIAN_BUFFER -> {
                FloatBuffer buffer = buffer(values.length);
                Layout.nhwcToNchw(nhwc, buffer);
                buffer.get(values);
            }
            case NATIVE_SEGMENT, UNALIGNED_SEGMENT, HEAP_SEGMENT, BYTES_SEGMENT -> {
                MemorySegment segment = segment(arena, values.length);
                Layout.nhwcToNchw(nhwc, segment);
                return segment.toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
            }
            case TENSOR, FEATURES -> {
                Tensor nchw = tensor(arena, nhwc.shape());
                Layout.nhwcToNchw(nhwc, nchw);
                return nchw.toArray();
            }
        }
        return values;
    }

    /** Its position is not 0. */
    private FloatBuffer buffer(int floats) {
        ByteBuffer direct = ByteBuffer.allocateDirect(4 * (floats + POSITION));
        FloatBuffer buffer = switch (this) {
            case HEAP_BUFFER -> FloatBuffer.allocate(floats + POSITION);
            case BIG_ENDIAN_BUFFER -> direct.order(ByteOrder.BIG_ENDIAN).asFloatBuffer();
            default -> direct.order(ByteOrder.nativeOrder()).asFloatBuffer();
        };
        return buffer.position(POSITION);
    }

    private MemorySegment segment(Arena arena, int floats) {
        return switch (this) {
            case HEAP_SEGMENT -> MemorySegment.ofArray(new float[floats]);
            case BYTES_SEGMENT -> MemorySegment.ofArray(new byte[4 * floats]);
            case UNALIGNED_SEGMENT -> arena.allocate(4L * floats + 1).asSlice(1);
            default -> arena.allocate(4L * floats);
        };
    }

    private Tensor tensor(Arena arena, Shape nhwc) {
        int batch = nhwc.dimension(0);
        int height = nhwc.dimension(1);
        int width = nhwc.dimension(2);
        int channels = nhwc.dimension(3);
        return this == FEATURES
                ? Tensor.allocate(arena, batch, channels * height * width)
                : Tensor.allocate(arena, batch, channels, height, width);
    }
}
