package io.github.lanewise.layers.format;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Checks that every value of a graph is defined once, and before it is used; so there are no cycles. */
final class OnnxGraphCheck {
    private final OnnxGraph graph;
    private final Set<String> defined = new HashSet<>();

    private OnnxGraphCheck(OnnxGraph graph) {
        this.graph = graph;
    }

    static void check(OnnxSource source, OnnxGraph graph) throws ModelFormatException {
        OnnxGraphCheck check = new OnnxGraphCheck(graph);
        check.checkInputs();
        for (OnnxNode node : graph.nodes()) {
            check.checkUses(node);
            check.checkDefinitions(node);
        }
        check.checkOutputs();
        if (graph.outputs().isEmpty()) {
            throw source.fault(0, "the graph has no outputs");
        }
    }

    private void checkInputs() throws ModelFormatException {
        for (OnnxValueInfo input : graph.inputs()) {
            if (!defined.add(input.name())) {
                throw input.fault("is an input twice");
            }
        }
        defined.addAll(graph.initializers().keySet());
    }

    private void checkUses(OnnxNode node) throws ModelFormatException {
        for (String input : node.inputs()) {
            if (!input.isEmpty() && !defined.contains(input)) {
                OnnxNode producer = producers().get(input);
                throw node.fault(
                        producer == null
                                ? "its input '" + input + "' is defined nowhere"
                                : "its input '" + input + "' is defined only later, by " + producer.place()
                                        + ": a cycle, or nodes out of order");
            }
        }
    }

    private void checkDefinitions(OnnxNode node) throws ModelFormatException {
        for (String output : node.outputs()) {
            if (!output.isEmpty() && !defined.add(output)) {
                throw node.fault("its output '" + output + "' is defined before");
            }
        }
    }

    private void checkOutputs() throws ModelFormatException {
        Set<String> names = new HashSet<>();
        for (OnnxValueInfo output : graph.outputs()) {
            if (!defined.contains(output.name())) {
                throw output.fault("is an output, but defined nowhere");
            }
            if (!names.add(output.name())) {
                throw output.fault("is an output twice");
            }
        }
    }

    private Map<String, OnnxNode> producers() {
        Map<String, OnnxNode> producers = new HashMap<>();
        graph.nodes().forEach(node -> node.outputs().forEach(output -> producers.putIfAbsent(output, node)));
        return producers;
    }
}
