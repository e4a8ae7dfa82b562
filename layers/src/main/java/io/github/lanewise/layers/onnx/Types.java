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

    /** Whether all whole numbers of one type are of the other one as well. */
    static boolean holdsAll(DataType type, DataType other) {
        return switch (other) {
            case BOOL -> holds(type, new Range(0, 1));
            case UINT8 -> holds(type, new Range(0, 0xff));
            case INT8 -> holds(type, new Range(Byte.MIN_VALUE, Byte.MAX_VALUE));
            case INT16 -> holds(type, new Range(Short.MIN_VALUE, Short.MAX_VALUE));
            case UINT16 -> holds(type, new Range(0, 0xffff));
            case INT32 -> holds(type, new Range(Integer.MIN_VALUE, Integer.MAX_VALUE));
            case UINT32 -> holds(type, new Range(0, 0xffff_ffffL));
            default -> type == other;
        };
    }

    /** Whether all whole numbers of a range are of the type. */
    static boolean holds(DataType type, Range range) {
        return wrap(type, range.least()) == range.least()
                && wrap(type, range.most()) == range.most()
                && (range.least() >= 0 || type != DataType.UINT64);
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
