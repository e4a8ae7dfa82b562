package io.github.lanewise.layers.onnx;

import io.github.lanewise.layers.format.OnnxGraph;
import io.github.lanewise.layers.format.OnnxModel;
import io.github.lanewise.layers.format.OnnxNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what a model needs and what is not supported. */
final class MissingOperators {
    private record Kind(String operator, String reason) {}

    private final int opset;
    private final Map<Kind, List<String>> nodes = new LinkedHashMap<>();

    MissingOperators(int opset) {
        this.opset = opset;
    }

    /** The version of ONNX's own operators; 1 if the model does not say. */
    static int opset(OnnxModel model) {
        return model.opsets().getOrDefault("", model.opsets().getOrDefault("ai.onnx", 1));
    }

    void add(OnnxNode node, String reason) {
        String operator = node.domain().isEmpty() ? node.operator() : node.domain() + "." + node.operator();
        String name =
                node.name().isEmpty() && node.hasOutput(0) ? node.outputs().getFirst() : node.name();
        add(operator, name, reason);
    }

    void add(String operator, String name, String reason) {
        nodes.computeIfAbsent(new Kind(operator, reason), kind -> new ArrayList<>())
                .add(name);
    }

    void throwIfAny(OnnxGraph graph) throws UnsupportedModelException {
        if (!nodes.isEmpty()) {
            List<UnsupportedModelException.Missing> missing = nodes.entrySet().stream()
                    .map(entry -> new UnsupportedModelException.Missing(
                            entry.getKey().operator(), opset, entry.getKey().reason(), entry.getValue()))
                    .toList();
            throw new UnsupportedModelException(file(graph), missing);
        }
    }

    private static Path file(OnnxGraph graph) {
        return graph.outputs().isEmpty()
                ? Path.of(graph.name())
                : graph.outputs().getFirst().origin().file();
    }
}
