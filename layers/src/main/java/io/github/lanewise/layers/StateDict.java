package io.github.lanewise.layers;

import io.github.lanewise.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/**
 * Parameters and buffers of a network by PyTorch's names, as files hold them.
 *
 * <p>Loading understands three habits of PyTorch's users: a {@code module.} before every name (DataParallel), the
 * counter {@code num_batches_tracked} of batch norm, which inference does not need, and the last layer being called
 * {@code fc} in one family of networks and {@code linear} in another.
 */
public record StateDict(SequencedMap<String, Tensor> tensors) {
    private static final String PARALLEL_PREFIX = "module.";
    private static final String BATCH_COUNTER = "num_batches_tracked";
    private static final String[][] HEADS = {{"fc.", "linear."}, {"linear.", "fc."}};

    public StateDict {
        tensors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tensors));
    }

    /** The state of a layer: its own memory, not a copy. */
    public static StateDict of(Layer layer) {
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        layer.parameters().forEach((name, parameter) -> tensors.put(name, parameter.values()));
        return new StateDict(tensors);
    }

    /**
     * Copies every tensor into the layer's parameter of that name.
     *
     * @throws StateMismatchException naming all tensors that are missing, not expected or of another shape; then the
     *     layer is unchanged
     */
    public void loadInto(Layer layer) {
        SequencedMap<String, Parameter> parameters = layer.parameters();
        SequencedMap<String, Tensor> state = namedAs(parameters);
        List<String> missing = parameters.keySet().stream()
                .filter(name -> !state.containsKey(name))
                .toList();
        List<String> extra = state.keySet().stream()
                .filter(name -> !parameters.containsKey(name))
                .toList();
        List<String> misshapen = new ArrayList<>();
        parameters.forEach((name, parameter) -> {
            Tensor tensor = state.get(name);
            if (tensor != null && !tensor.shape().equals(parameter.shape())) {
                misshapen.add(name + " is " + tensor.shape() + " instead of " + parameter.shape());
            }
        });
        if (!missing.isEmpty() || !extra.isEmpty() || !misshapen.isEmpty()) {
            throw new StateMismatchException(missing, extra, misshapen);
        }
        parameters.forEach((name, parameter) -> parameter.values().copyFrom(Objects.requireNonNull(state.get(name))));
    }

    private SequencedMap<String, Tensor> namedAs(Map<String, Parameter> parameters) {
        boolean parallel = tensors.keySet().stream().allMatch(name -> name.startsWith(PARALLEL_PREFIX));
        SequencedMap<String, Tensor> named = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            if (!name.endsWith(BATCH_COUNTER)) {
                named.put(parallel ? name.substring(PARALLEL_PREFIX.length()) : name, tensor);
            }
        });
        for (String[] head : HEADS) {
            if (hasPrefix(named, head[0])
                    && !hasPrefix(named, head[1])
                    && hasPrefix(parameters, head[1])
                    && !hasPrefix(parameters, head[0])) {
                return renamed(named, head[0], head[1]);
            }
        }
        return named;
    }

    private static boolean hasPrefix(Map<String, ?> names, String prefix) {
        return names.keySet().stream().anyMatch(name -> name.startsWith(prefix));
    }

    private static SequencedMap<String, Tensor> renamed(SequencedMap<String, Tensor> named, String from, String to) {
        SequencedMap<String, Tensor> renamed = new LinkedHashMap<>();
        named.forEach((name, tensor) ->
                renamed.put(name.startsWith(from) ? to + name.substring(from.length()) : name, tensor));
        return renamed;
    }
}
