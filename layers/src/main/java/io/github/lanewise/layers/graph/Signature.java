package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.tensor.Shape;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a graph is specialised to: the shape of each input, outside, and the values of those inputs that decide shapes or
 * weights.
 *
 * @param values null where the value does not matter
 */
record Signature(List<Shape> shapes, List<@Nullable Data> values) {
    static Signature of(Shape... shapes) {
        return new Signature(List.of(shapes), Collections.nCopies(shapes.length, null));
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Signature that && shapes.equals(that.shapes) && values.equals(that.values));
    }

    @Override
    public int hashCode() {
        return 31 * shapes.hashCode() + values.hashCode();
    }
}
