package io.github.lanewise.layers.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The type of a tensor's elements in a file, named as safetensors names it; little-endian, whole bytes.
 *
 * <p>F32, F16 (IEEE 754 binary16) and BF16 (the upper half of a float32) are read; each of their values is a float32.
 * Tensors of the other types are listed but not read.
 */
public enum ElementType {
    BOOL(1),
    U8(1),
    I8(1),
    F8_E4M3(1),
    F8_E5M2(1),
    F8_E8M0(1),
    U16(2),
    I16(2),
    F16(2),
    BF16(2),
    U32(4),
    I32(4),
    F32(4),
    U64(8),
    I64(8),
    F64(8),
    C64(8);

    static final ValueLayout.OfFloat FILE_FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort FILE_SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** The size of one element in the file. */
    public int bytes() {
        return bytes;
    }

    /** Whether tensors of this type are read as float32. */
    public boolean isReadable() {
        return this == F32 || this == F16 || this == BF16;
    }

    /** Converts the first {@code count} elements of the source to floats of the target from byte {@code targetAt} on. */
    void toFloat32(MemorySegment source, MemorySegment target, long targetAt, int count) {
        switch (this) {
            case F32 -> MemorySegment.copy(source, FILE_FLOAT, 0, target, ValueLayout.JAVA_FLOAT, targetAt, count);
            case F16 -> {
                for (int i = 0; i < count; i++) {
                    float value = Float.float16ToFloat(source.get(FILE_SHORT, (long) i * Short.BYTES));
                    target.set(ValueLayout.JAVA_FLOAT, targetAt + (long) i * Float.BYTES, value);
                }
            }
            case BF16 -> {
                for (int i = 0; i < count; i++) {
                    int bits = source.get(FILE_SHORT, (long) i * Short.BYTES) << 16;
                    target.set(ValueLayout.JAVA_INT, targetAt + (long) i * Float.BYTES, bits);
                }
            }
            default -> throw new IllegalStateException(this + " is not read as float32");
        }
    }
}
