package io.github.lanewise.layers;

import io.github.lanewise.engine.tensor.Tensor;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Layers one after the other. A parameter's name is its child's name, a dot, and its name in the child. */
public record Sequential(List<Child> children) implements Layer {
    /** A layer and its name, which is not empty and has no dot. */
    public record Child(String name, Layer layer) {
        public Child {
            if (name.isEmpty() || name.contains(".")) {
                throw new IllegalArgumentException("a layer cannot be named \"" + name + "\"");
            }
        }
    }

    public Sequential {
        children = List.copyOf(children);
        Set<String> names = new HashSet<>();
        for (Child child : children) {
            if (!names.add(child.name())) {
                throw new IllegalArgumentException("two layers are named \"" + child.name() + "\"");
            }
        }
    }

    public static Child child(String name, Layer layer) {
        return new Child(name, layer);
    }

    public static Sequential of(Child... children) {
        return new Sequential(List.of(children));
    }

    /** Children named "0", "1", "2" and so on. */
    public static Sequential of(Layer... layers) {
        return of(List.of(layers));
    }

    /** Children named "0", "1", "2" and so on. */
    public static Sequential of(List<? extends Layer> layers) {
        return new Sequential(IntStream.range(0, layers.size())
                .mapToObj(i -> child(Integer.toString(i), layers.get(i)))
                .toList());
    }

    /**
     * The same names, each layer replaced by what the function makes of it; nested sequences are entered, not replaced.
     */
    public Sequential map(UnaryOperator<Layer> function) {
        return new Sequential(children.stream()
                .map(child -> child(
                        child.name(),
                        child.layer() instanceof Sequential nested
                                ? nested.map(function)
                                : function.apply(child.layer())))
                .toList());
    }

    @Override
    public SequencedMap<String, Parameter> parameters() {
        SequencedMap<String, Parameter> parameters = new LinkedHashMap<>();
        for (Child child : children) {
            child.layer()
                    .parameters()
                    .forEach((name, parameter) -> parameters.put(child.name() + "." + name, parameter));
        }
        return parameters;
    }

    @Override
    public Tensor forward(Tensor x, Tape tape) {
        Tensor y = x;
        for (Child child : children) {
            y = child.layer().forward(y, tape);
        }
        return y;
    }

    @Override
    public Lowering.Value lower(Lowering.Value x, Lowering target) {
        Lowering.Value y = x;
        for (Child child : children) {
            y = child.layer().lower(y, target.at(child.name()));
        }
        return y;
    }
}
