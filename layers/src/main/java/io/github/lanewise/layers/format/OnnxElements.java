package io.github.lanewise.layers.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Converts elements as ONNX lays them out in {@code raw_data}, little-endian. */
final class OnnxElements {
    static final ValueLayout.OfFloat FLOAT = ElementType.FILE_FLOAT;
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private OnnxElements() {}

    /** Writes {@code count} elements of a real type as float32, in this machine's byte order. */
    static void toFloats(OnnxType type, MemorySegment source, MemorySegment target, int count) {
        switch (type) {
            case FLOAT -> ElementType.F32.toFloat32(source, target, 0, count);
            case FLOAT16 -> ElementType.F16.toFloat32(source, target, 0, count);
            case BFLOAT16 -> ElementType.BF16.toFloat32(source, target, 0, count);
            case DOUBLE -> {
                for (int i = 0; i < count; i++) {
                    target.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) source.get(DOUBLE, (long) i * Double.BYTES));
                }
            }
            default -> throw new IllegalArgumentException(type + " is not real");
        }
    }

    /** One element of an integer type; a UINT64 above 2⁶³ - 1 comes out negative. */
    static long integer(OnnxType type, MemorySegment source, long index) {
        return switch (type) {
            case BOOL -> source.get(ValueLayout.JAVA_BYTE, index) == 0 ? 0 : 1;
            case INT8 -> source.get(ValueLayout.JAVA_BYTE, index);
            case UINT8 -> Byte.toUnsignedLong(source.get(ValueLayout.JAVA_BYTE, index));
            case INT16 -> source.get(SHORT, index * Short.BYTES);
            case UINT16 -> Short.toUnsignedLong(source.get(SHORT, index * Short.BYTES));
            case INT32 -> source.get(INT, index * Integer.BYTES);
            case UINT32 -> Integer.toUnsignedLong(source.get(INT, index * Integer.BYTES));
            case INT64, UINT64 -> source.get(LONG, index * Long.BYTES);
            default -> throw new IllegalArgumentException(type + " is not an integer");
        };
    }
}
