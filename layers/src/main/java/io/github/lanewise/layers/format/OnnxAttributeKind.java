package io.github.lanewise.layers.format;

import io.github.lanewise.layers.format.onnx.Schema;

/** The kinds of attributes, in ONNX's order ({@code AttributeProto.AttributeType}), and the field that holds each. */
enum OnnxAttributeKind {
    UNDEFINED(0, 0),
    FLOAT(1, Schema.Attribute.FLOAT),
    INT(2, Schema.Attribute.INT),
    STRING(3, Schema.Attribute.STRING),
    TENSOR(4, Schema.Attribute.TENSOR),
    GRAPH(5, Schema.Attribute.GRAPH),
    FLOATS(6, Schema.Attribute.FLOATS),
    INTS(7, Schema.Attribute.INTS),
    STRINGS(8, Schema.Attribute.STRINGS),
    TENSORS(9, Schema.Attribute.TENSORS),
    GRAPHS(10, Schema.Attribute.GRAPHS),
    SPARSE_TENSOR(11, Schema.Attribute.SPARSE_TENSOR),
    SPARSE_TENSORS(12, Schema.Attribute.SPARSE_TENSORS),
    TYPE_PROTO(13, Schema.Attribute.TYPE_PROTO),
    TYPE_PROTOS(14, Schema.Attribute.TYPE_PROTOS);

    private static final OnnxAttributeKind[] BY_CODE = values();

    private final int code;
    private final int field;

    OnnxAttributeKind(int code, int field) {
        this.code = code;
        this.field = field;
    }

    /** The kind of a number in a file, or {@link #UNDEFINED} if ONNX knows no such number. */
    static OnnxAttributeKind of(long code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[(int) code] : UNDEFINED;
    }

    /** The number in the file. */
    int code() {
        return code;
    }

    /** The kind whose value stands in a field, or {@link #UNDEFINED}. */
    static OnnxAttributeKind ofField(int field) {
        for (OnnxAttributeKind kind : BY_CODE) {
            if (kind.field == field) {
                return kind;
            }
        }
        return UNDEFINED;
    }
}
