package io.github.lanewise.layers.format;

import io.github.lanewise.layers.format.onnx.MessageReader;
import io.github.lanewise.layers.format.onnx.MessageReader.Coding;
import io.github.lanewise.layers.format.onnx.Schema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Reads an attribute of a node. Graphs, types and sparse tensors are passed over; what remains is that they are there. */
final class OnnxAttributeReader {
    private final OnnxSource source;
    private final String node;
    private final List<Float> reals = new ArrayList<>();
    private final List<Long> ints = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private String name = "";
    private String place;
    private OnnxAttributeKind declared = OnnxAttributeKind.UNDEFINED;
    private OnnxAttributeKind found = OnnxAttributeKind.UNDEFINED;
    private float real;
    private long integer;
    private String text = "";
    private boolean isUtf8 = true;
    private @Nullable OnnxTensor tensor;

    private OnnxAttributeReader(OnnxSource source, String node) {
        this.source = source;
        this.node = node;
        this.place = source.place();
    }

    /** Reads the attribute that the message around the next field is. */
    static void read(OnnxSource source, String node, SequencedMap<String, OnnxAttribute> target, MessageReader in)
            throws IOException {
        long start = in.offset();
        OnnxAttributeReader reader = new OnnxAttributeReader(source, node);
        for (int field = in.nextField(); field != 0; field = in.nextField()) {
            reader.readField(field, in);
        }
        if (reader.name.isEmpty()) {
            throw source.fault(start, "has no name");
        }
        if (target.putIfAbsent(reader.name, reader.finish(start)) != null) {
            throw source.fault(start, "stands twice");
        }
    }

    private void readField(int field, MessageReader in) throws IOException {
        switch (field) {
            case Schema.Attribute.NAME -> readName(in);
            case Schema.Attribute.TYPE -> declared = kind(in);
            case Schema.Attribute.REFERENCE -> requireNoReference(in);
            default -> {
                OnnxAttributeKind kind = OnnxAttributeKind.ofField(field);
                if (kind == OnnxAttributeKind.UNDEFINED) {
                    in.skip();
                    return;
                }
                if (found != kind && found != OnnxAttributeKind.UNDEFINED) {
                    throw source.fault(in.fieldOffset(), "holds both " + found + " and " + kind);
                }
                found = kind;
                readValue(kind, in);
            }
        }
    }

    private void readName(MessageReader in) throws IOException {
        name = in.text(source.limits().stringLength());
        place = node + ", attribute '" + name + "'";
        source.enter(place);
    }

    private OnnxAttributeKind kind(MessageReader in) throws IOException {
        long code = in.integer();
        OnnxAttributeKind kind = OnnxAttributeKind.of(code);
        if (kind == OnnxAttributeKind.UNDEFINED && code != 0) {
            throw source.fault(in.fieldOffset(), "its kind " + code + " is unknown");
        }
        return kind;
    }

    private void requireNoReference(MessageReader in) throws IOException {
        if (!in.text(source.limits().stringLength()).isEmpty()) {
            throw source.fault(in.fieldOffset(), "refers to an attribute of a function, but stands in the graph");
        }
    }

    private void readValue(OnnxAttributeKind kind, MessageReader in) throws IOException {
        switch (kind) {
            case FLOAT -> real = in.real();
            case INT -> integer = in.integer();
            case STRING -> text = text(in);
            case FLOATS -> in.values(Coding.FIXED32, bits -> add(reals, Float.intBitsToFloat((int) bits), in));
            case INTS -> in.values(Coding.VARINT, bits -> add(ints, bits, in));
            case STRINGS -> add(texts, text(in), in);
            case TENSOR -> readTensor(in);
            default -> in.skip();
        }
    }

    private void readTensor(MessageReader in) throws IOException {
        source.enter(place + ", tensor");
        in.message(_ -> tensor = OnnxTensorReader.read(source, place + ", ", in));
        source.enter(place);
    }

    /** A text; one that is not UTF-8 makes the attribute one whose content is not read. */
    private String text(MessageReader in) throws IOException {
        String value = in.textOrNull(source.limits().stringLength());
        isUtf8 &= value != null;
        return value == null ? "" : value;
    }

    private <T> void add(List<T> target, T value, MessageReader in) throws ModelFormatException {
        source.requireRoom(target.size(), in.fieldOffset(), "values");
        target.add(value);
    }

    private OnnxAttribute finish(long start) throws ModelFormatException {
        if (declared != OnnxAttributeKind.UNDEFINED && found != OnnxAttributeKind.UNDEFINED && declared != found) {
            throw source.fault(start, "is declared " + declared + ", but holds " + found);
        }
        OnnxAttributeKind kind = declared == OnnxAttributeKind.UNDEFINED ? found : declared;
        if (!isUtf8) {
            return new OnnxAttribute.Other(kind + " that is not UTF-8");
        }
        return switch (kind) {
            case UNDEFINED -> throw source.fault(start, "has neither kind nor value");
            case FLOAT -> new OnnxAttribute.Real(real);
            case INT -> new OnnxAttribute.Int(integer);
            case STRING -> new OnnxAttribute.Text(text);
            case FLOATS -> new OnnxAttribute.Reals(reals);
            case INTS -> new OnnxAttribute.Ints(ints);
            case STRINGS -> new OnnxAttribute.Texts(texts);
            case TENSOR -> {
                if (tensor == null) {
                    throw source.fault(start, "is declared TENSOR, but holds none");
                }
                yield new OnnxAttribute.TensorValue(tensor);
            }
            default -> new OnnxAttribute.Other(kind.name());
        };
    }
}
