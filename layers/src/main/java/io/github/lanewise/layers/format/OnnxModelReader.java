package io.github.lanewise.layers.format;

import io.github.lanewise.layers.format.onnx.MessageReader;
import io.github.lanewise.layers.format.onnx.Schema;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Reads the message that an ONNX file is. */
final class OnnxModelReader {
    private static final int OLDEST = 3;
    private static final int NEWEST = 13;

    private final OnnxSource source;
    private final SequencedMap<String, Integer> opsets = new LinkedHashMap<>();
    private final SequencedMap<String, String> metadata = new LinkedHashMap<>();
    private long irVersion;
    private String producer = "";
    private String producerVersion = "";
    private long modelVersion;
    private @Nullable OnnxGraph graph;

    private OnnxModelReader(OnnxSource source) {
        this.source = source;
    }

    static OnnxModel read(OnnxSource source) throws IOException {
        OnnxModelReader reader = new OnnxModelReader(source);
        source.read(in -> {
            for (int field = in.nextField(); field != 0; field = in.nextField()) {
                reader.readField(field, in);
            }
        });
        return reader.finish();
    }

    private void readField(int field, MessageReader in) throws IOException {
        int limit = source.limits().stringLength();
        switch (field) {
            case Schema.Model.IR_VERSION -> irVersion = in.integer();
            case Schema.Model.PRODUCER_NAME -> producer = in.text(limit);
            case Schema.Model.PRODUCER_VERSION -> producerVersion = in.text(limit);
            case Schema.Model.MODEL_VERSION -> modelVersion = in.integer();
            case Schema.Model.OPSET_IMPORT -> readOpset(in);
            case Schema.Model.METADATA -> {
                String outer = source.enter("metadata");
                OnnxTexts.readEntry(source, in, metadata);
                source.enter(outer);
            }
            case Schema.Model.GRAPH -> readGraph(in);
            default -> in.skip();
        }
    }

    private void readOpset(MessageReader in) throws IOException {
        long at = in.fieldOffset();
        source.requireRoom(opsets.size(), at, "operator sets");
        String[] domain = {""};
        long[] version = {0};
        in.message(_ -> {
            for (int field = in.nextField(); field != 0; field = in.nextField()) {
                switch (field) {
                    case Schema.Opset.DOMAIN -> domain[0] = OnnxNodeReader.domain(in, source);
                    case Schema.Opset.VERSION -> version[0] = in.integer();
                    default -> in.skip();
                }
            }
        });
        if (version[0] < 1 || version[0] > Integer.MAX_VALUE) {
            throw source.fault(
                    at,
                    "the version " + version[0] + " of operator set '" + domain[0] + "' is not in 1.."
                            + Integer.MAX_VALUE);
        }
        if (opsets.putIfAbsent(domain[0], (int) version[0]) != null) {
            throw source.fault(at, "imports the operator set '" + domain[0] + "' twice");
        }
    }

    private void readGraph(MessageReader in) throws IOException {
        if (graph != null) {
            throw source.fault(in.fieldOffset(), "has two graphs");
        }
        String outer = source.enter("graph");
        graph = OnnxGraphReader.read(source, in);
        source.enter(outer);
    }

    private OnnxModel finish() throws ModelFormatException {
        if (irVersion < OLDEST || irVersion > NEWEST) {
            throw source.fault(
                    0,
                    "its IR version is " + irVersion + ", the versions " + OLDEST + " to " + NEWEST
                            + " are read; is this an ONNX file?");
        }
        if (graph == null) {
            throw source.fault(0, "has no graph");
        }
        for (OnnxNode node : graph.nodes()) {
            if (node.domain().isEmpty() && !opsets.containsKey("")) {
                throw node.fault("is an operator of ONNX's own, of which the model imports no version");
            }
        }
        OnnxGraphCheck.check(source, graph);
        return new OnnxModel(irVersion, opsets, producer, producerVersion, modelVersion, metadata, graph);
    }
}
