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

    /** Whether values of this type are given as {@link Data.Floats}, others as {@link Data.Integers}. */
    public boolean isFloat() {
        return compareTo(BFLOAT16) <= 0;
    }

    /** A result in this type: float16 has less precision than float32, so it is rounded. */
    float rounded(float value) {
        return this == FLOAT16 ? Float.float16ToFloat(Float.floatToFloat16(value)) : value;
    }
}
