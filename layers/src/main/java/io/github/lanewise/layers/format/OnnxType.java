package io.github.lanewise.layers.format;

/** The type of a tensor's elements, named and numbered as in ONNX ({@code TensorProto.DataType}). */
public enum OnnxType {
    /** No tensor at all (a sequence, map or optional), or a type that is left open. */
    UNDEFINED(0, 0),
    FLOAT(1, 32),
    UINT8(2, 8),
    INT8(3, 8),
    UINT16(4, 16),
    INT16(5, 16),
    INT32(6, 32),
    INT64(7, 64),
    /** Texts, whose content is not read. */
    STRING(8, 0),
    BOOL(9, 8),
    FLOAT16(10, 16),
    DOUBLE(11, 64),
    UINT32(12, 32),
    UINT64(13, 64),
    COMPLEX64(14, 64),
    COMPLEX128(15, 128),
    BFLOAT16(16, 16),
    FLOAT8E4M3FN(17, 8),
    FLOAT8E4M3FNUZ(18, 8),
    FLOAT8E5M2(19, 8),
    FLOAT8E5M2FNUZ(20, 8),
    UINT4(21, 4),
    INT4(22, 4),
    FLOAT4E2M1(23, 4),
    FLOAT8E8M0(24, 8),
    UINT2(25, 2),
    INT2(26, 2);

    private static final OnnxType[] BY_CODE = values();

    private final int code;
    private final int bits;

    OnnxType(int code, int bits) {
        this.code = code;
        this.bits = bits;
    }

    /** The type of a number in a file, or {@link #UNDEFINED} if ONNX knows no such number. */
    public static OnnxType of(int code) {
        return code > 0 && code < BY_CODE.length ? BY_CODE[code] : UNDEFINED;
    }

    /** The number in the file. */
    public int code() {
        return code;
    }

    /** The size of one element; types below 8 bits are packed, several to the byte. 0 if there is no fixed size. */
    public int bits() {
        return bits;
    }

    /** Whether tensors of this type are read as float32: FLOAT, FLOAT16, BFLOAT16, and DOUBLE, which is rounded. */
    public boolean isReal() {
        return switch (this) {
            case FLOAT, FLOAT16, BFLOAT16, DOUBLE -> true;
            default -> false;
        };
    }

    /** Whether tensors of this type are read as integers: BOOL and the whole-byte integers, signed or not. */
    public boolean isInteger() {
        return switch (this) {
            case BOOL, INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, UINT64 -> true;
            default -> false;
        };
    }
}
