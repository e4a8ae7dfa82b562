package io.github.lanewise.layers.format;

import io.github.lanewise.layers.format.onnx.MessageReader;
import io.github.lanewise.layers.format.onnx.Schema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Reads a node. */
final class OnnxNodeReader {
    private static final String STANDARD_DOMAIN = "ai.onnx";

    private final OnnxSource source;
    private final List<String> inputs = new ArrayList<>();
    private final List<String> outputs = new ArrayList<>();
    private final SequencedMap<String, OnnxAttribute> attributes = new LinkedHashMap<>();
    private String name = "";
    private String domain = "";
    private String operator = "";

    private OnnxNodeReader(OnnxSource source) {
        this.source = source;
    }

    /** Reads the node that the message around the next field is. */
    static OnnxNode read(OnnxSource source, MessageReader in) throws IOException {
        long start = in.offset();
        OnnxNodeReader reader = new OnnxNodeReader(source);
        for (int field = in.nextField(); field != 0; field = in.nextField()) {
            reader.readField(field, in);
        }
        if (reader.operator.isEmpty()) {
            throw source.fault(start, "names no operator");
        }
        return new OnnxNode(
                reader.name,
                reader.domain,
                reader.operator,
                reader.inputs,
                reader.outputs,
                reader.attributes,
                source.origin(start));
    }

    /** Reads a domain of operators; ONNX's own has two names, of which the empty one is kept. */
    static String domain(MessageReader in, OnnxSource source) throws IOException {
        String domain = in.text(source.limits().stringLength());
        return domain.equals(STANDARD_DOMAIN) ? "" : domain;
    }

    private void readField(int field, MessageReader in) throws IOException {
        switch (field) {
            case Schema.Node.INPUT -> readName(inputs, "inputs", in);
            case Schema.Node.OUTPUT -> readName(outputs, "outputs", in);
            case Schema.Node.NAME -> {
                name = in.text(source.limits().stringLength());
                source.enter("node '" + name + "'");
            }
            case Schema.Node.OPERATOR -> operator = in.text(source.limits().stringLength());
            case Schema.Node.DOMAIN -> domain = domain(in, source);
            case Schema.Node.ATTRIBUTE -> readAttribute(in);
            default -> in.skip();
        }
    }

    private void readName(List<String> target, String kind, MessageReader in) throws IOException {
        source.requireRoom(target.size(), in.fieldOffset(), kind);
        target.add(in.text(source.limits().stringLength()));
    }

    private void readAttribute(MessageReader in) throws IOException {
        source.requireRoom(attributes.size(), in.fieldOffset(), "attributes");
        String outer = source.enter(source.place() + ", attribute " + attributes.size());
        in.message(_ -> OnnxAttributeReader.read(source, outer, attributes, in));
        source.enter(outer);
    }
}
