package io.github.lanewise.layers.format;

import io.github.lanewise.layers.format.onnx.MessageReader;
import io.github.lanewise.layers.format.onnx.Schema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Reads a graph. */
final class OnnxGraphReader {
    private final OnnxSource source;
    private final List<OnnxNode> nodes = new ArrayList<>();
    private final SequencedMap<String, OnnxTensor> initializers = new LinkedHashMap<>();
    private final List<OnnxValueInfo> inputs = new ArrayList<>();
    private final List<OnnxValueInfo> outputs = new ArrayList<>();
    private final List<OnnxValueInfo> valueInfo = new ArrayList<>();
    private String name = "";

    private OnnxGraphReader(OnnxSource source) {
        this.source = source;
    }

    /** Reads the graph that the present field holds. */
    static OnnxGraph read(OnnxSource source, MessageReader in) throws IOException {
        OnnxGraphReader reader = new OnnxGraphReader(source);
        in.message(_ -> {
            for (int field = in.nextField(); field != 0; field = in.nextField()) {
                reader.readField(field, in);
            }
        });
        return new OnnxGraph(
                reader.name, reader.nodes, reader.initializers, reader.inputs, reader.outputs, reader.valueInfo);
    }

    private void readField(int field, MessageReader in) throws IOException {
        switch (field) {
            case Schema.Graph.NAME -> name = in.text(source.limits().stringLength());
            case Schema.Graph.NODE -> readNode(in);
            case Schema.Graph.INITIALIZER -> readInitializer(in);
            case Schema.Graph.INPUT -> readValue(inputs, "input", in);
            case Schema.Graph.OUTPUT -> readValue(outputs, "output", in);
            case Schema.Graph.VALUE_INFO -> readValue(valueInfo, "value", in);
            case Schema.Graph.SPARSE_INITIALIZER ->
                throw source.fault(in.fieldOffset(), "has a sparse initialiser, which is not supported");
            default -> in.skip();
        }
    }

    private void readNode(MessageReader in) throws IOException {
        source.requireRoom(nodes.size(), in.fieldOffset(), "nodes");
        String outer = source.enter("node " + nodes.size());
        in.message(_ -> nodes.add(OnnxNodeReader.read(source, in)));
        source.enter(outer);
    }

    private void readInitializer(MessageReader in) throws IOException {
        long at = in.fieldOffset();
        source.requireRoom(initializers.size(), at, "initialisers");
        String outer = source.enter("initializer " + initializers.size());
        in.message(_ -> {
            OnnxTensor tensor = OnnxTensorReader.read(source, "", in);
            if (tensor.name().isEmpty()) {
                throw source.fault(at, "has no name");
            }
            if (initializers.putIfAbsent(tensor.name(), tensor) != null) {
                throw source.fault(at, "is defined twice");
            }
        });
        source.enter(outer);
    }

    private void readValue(List<OnnxValueInfo> target, String kind, MessageReader in) throws IOException {
        source.requireRoom(target.size(), in.fieldOffset(), kind + "s");
        String outer = source.enter(kind + " " + target.size());
        in.message(_ -> target.add(OnnxValueReader.read(source, kind, in)));
        source.enter(outer);
    }
}
