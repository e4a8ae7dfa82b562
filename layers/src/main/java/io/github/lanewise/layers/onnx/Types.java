package io.github.lanewise.layers.onnx;

import io.github.lanewise.layers.format.OnnxType;
import io.github.lanewise.layers.graph.DataType;

/** ONNX's element types as those of a model. */
final class Types {
    private Types() {}

    static DataType of(OnnxType type) {
        return switch (type) {
            case FLOAT -> DataType.FLOAT32;
            case DOUBLE -> DataType.FLOAT64;
            case FLOAT16 -> DataType.FLOAT16;
            case BFLOAT16 -> DataType.BFLOAT16;
            case INT8 -> DataType.INT8;
            case INT16 -> DataType.INT16;
            case INT32 -> DataType.INT32;
            case INT64 -> DataType.INT64;
            case UINT8 -> DataType.UINT8;
            case UINT16 -> DataType.UINT16;
            case UINT32 -> DataType.UINT32;
            case UINT64 -> DataType.UINT64;
            case BOOL -> DataType.BOOL;
            default -> throw new UnsupportedException("elements of type " + type);
        };
    }

    /** What is left of a whole number in this type. */
    static long wrap(DataType type, long value) {
        return switch (type) {
            case INT8 -> (byte) value;
            case INT16 -> (short) value;
            case INT32 -> (int) value;
            case UINT8 -> value & 0xff;
            case UINT16 -> value & 0xffff;
            case UINT32 -> value & 0xffff_ffffL;
            case BOOL -> value == 0 ? 0 : 1;
            default -> value;
        };
    }
}
