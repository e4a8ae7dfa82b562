package io.github.lanewise.layers.format;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The graph of a model, checked: every value is defined once and before it is used, so the nodes stand in an order in which
 * they can run.
 *
 * @param initializers by name, in the order of the file; unmodifiable. One whose name is also an input is that input's
 *     default (all initialisers are inputs too up to IR version 3)
 * @param inputs as declared, including those with a default
 * @param valueInfo values inside the graph that the file declares, which it need not
 */
public record OnnxGraph(
        String name,
        List<OnnxNode> nodes,
        SequencedMap<String, OnnxTensor> initializers,
        List<OnnxValueInfo> inputs,
        List<OnnxValueInfo> outputs,
        List<OnnxValueInfo> valueInfo) {
    /** Copies the collections. */
    public OnnxGraph {
        nodes = List.copyOf(nodes);
        initializers = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(initializers));
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        valueInfo = List.copyOf(valueInfo);
    }

    /** The inputs that the caller must give: those without an initialiser. */
    public List<OnnxValueInfo> requiredInputs() {
        return inputs.stream()
                .filter(input -> !initializers.containsKey(input.name()))
                .toList();
    }
}
