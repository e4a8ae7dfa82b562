package io.github.lanewise.layers.graph;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Inputs given by name, checked and brought into the model's order. */
final class NamedInputs {
    private NamedInputs() {}

    static Data[] inOrder(List<ValueInfo> infos, Map<String, ? extends Data> inputs) {
        Set<String> names = new LinkedHashSet<>();
        Data[] data = new Data[infos.size()];
        for (int i = 0; i < data.length; i++) {
            ValueInfo info = infos.get(i);
            names.add(info.name());
            data[i] = checked(info, inputs.get(info.name()), inputs.keySet());
        }
        if (!names.containsAll(inputs.keySet())) {
            throw new IllegalArgumentException("inputs " + inputs.keySet() + " given, the model has " + names);
        }
        return data;
    }

    private static Data checked(ValueInfo info, @Nullable Data data, Set<String> given) {
        if (data == null) {
            throw new IllegalArgumentException("input '" + info.name() + "' is missing among " + given);
        }
        if (info.type().isFloat() != data instanceof Data.Floats) {
            throw new IllegalArgumentException("input " + info + " was given as " + data);
        }
        info.requireFit(data.shape());
        return data;
    }
}
