package io.github.lanewise.layers.format;

import io.github.lanewise.layers.format.onnx.Schema;

/** The kinds of attributes, in ONNX's order ({@code AttributeProto.AttributeType}), and the field that holds each. */
enum OnnxAttributeKind {
    UNDEFINED(0),
    FLOAT(Schema.Attribute.FLOAT),
    INT(Schema.Attribute.INT),
    STRING(Schema.Attribute.STRING),
    TENSOR(Schema.Attribute.TENSOR),
    GRAPH(Schema.Attribute.GRAPH),
    FLOATS(Schema.Attribute.FLOATS),
    INTS(Schema.Attribute.INTS),
    STRINGS(Schema.Attribute.STRINGS),
    TENSORS(Schema.Attribute.TENSORS),
    GRAPHS(Schema.Attribute.GRAPHS),
    SPARSE_TENSOR(Schema.Attribute.SPARSE_TENSOR),
    SPARSE_TENSORS(Schema.Attribute.SPARSE_TENSORS),
    TYPE_PROTO(Schema.Attribute.TYPE_PROTO),
    TYPE_PROTOS(Schema.Attribute.TYPE_PROTOS);

    private static final OnnxAttributeKind[] BY_CODE = values();

    private final int field;

    OnnxAttributeKind(int field) {
        this.field = field;
    }

    /** The kind of a number in a file, or {@link #UNDEFINED} if ONNX knows no such number. */
    static OnnxAttributeKind of(long code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[(int) code] : UNDEFINED;
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
