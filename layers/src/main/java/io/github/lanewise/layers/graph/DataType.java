package io.github.lanewise.layers.graph;

/**
 * The element type of an input or output of a model. Inside, everything is float32; other types are converted at the
 * edge, whole numbers only if float32 holds them exactly.
 */
public enum DataType {
    FLOAT32,
    FLOAT64,
    FLOAT16,
    BFLOAT16,
    INT8,
    INT16,
    INT32,
    INT64,
    UINT8,
    UINT16,
    UINT32,
    UINT64,
    BOOL;

    private static final int LOWER_HALF = 0xffff;

    /** Whether values of this type are given as {@link Data.Floats}, others as {@link Data.Integers}. */
    public boolean isFloat() {
        return compareTo(BFLOAT16) <= 0;
    }

    /** The number of this type that is nearest to a result, of two the even one; what float32 holds stays as it is. */
    float rounded(float value) {
        return switch (this) {
            case FLOAT16 -> Float.float16ToFloat(Float.floatToFloat16(value));
            case BFLOAT16 -> toBfloat16(value);
            default -> value;
        };
    }

    /** The upper half of the bits, to which a carry from the lower half is added; NaN stays what it is. */
    private static float toBfloat16(float value) {
        if (Float.isNaN(value)) {
            return value;
        }
        int bits = Float.floatToRawIntBits(value);
        int even = bits >>> Short.SIZE & 1;
        return Float.intBitsToFloat(bits + LOWER_HALF / 2 + even & ~LOWER_HALF);
    }
}
