package io.github.lanewise.layers.train.program;

import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.Layer;
import io.github.lanewise.layers.Parameter;
import java.lang.foreign.Arena;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;

/** The parameters of a network by name, and the gradients of those that are trained. */
final class ParameterTable {
    private final SequencedMap<String, Tensor> gradients = new LinkedHashMap<>();
    private final IdentityHashMap<Tensor, String> names = new IdentityHashMap<>();
    private final Set<String> used = new HashSet<>();

    ParameterTable(Layer layer, Arena arena) {
        layer.parameters().forEach((name, parameter) -> {
            String other = names.put(parameter.values(), name);
            if (other != null) {
                throw shared(other, name);
            }
            if (parameter.isTrainable()) {
                gradients.put(name, Tensor.allocate(arena, parameter.shape()));
            }
        });
    }

    /** The gradients of all trained parameters, in the order of the network. */
    SequencedMap<String, Tensor> gradients() {
        return Collections.unmodifiableSequencedMap(gradients);
    }

    /** A parameter for the one step that uses it. */
    Learned learned(String step, Tensor values) {
        String name = names.get(values);
        if (name == null) {
            throw new IllegalArgumentException(step + ": its weights are no parameter of the network");
        }
        if (!used.add(name)) {
            throw shared(name, step);
        }
        return new Learned(values, gradients.get(name));
    }

    /** A parameter that must be trained. */
    Learned trained(String step, Parameter parameter) {
        if (!parameter.isTrainable()) {
            throw new IllegalArgumentException(
                    step + ": a batch norm trains its scale and shift, or is not trained at all");
        }
        return learned(step, parameter.values());
    }

    private static IllegalArgumentException shared(String first, String second) {
        return new IllegalArgumentException("'" + first + "' and '" + second
                + "' use the same parameter, whose gradient would be the sum of both; training does not support that");
    }
}
