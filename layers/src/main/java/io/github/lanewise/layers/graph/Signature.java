package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.tensor.Shape;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
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
                || (other instanceof Signature that && same(shapes, that.shapes) && same(values, that.values));
    }

    /** By index, because every call compares signatures, and an iterator would be an allocation. */
    private static boolean same(List<?> left, List<?> right) {
        boolean same = left.size() == right.size();
        for (int i = 0; same && i < left.size(); i++) {
            same = Objects.equals(left.get(i), right.get(i));
        }
        return same;
    }

    @Override
    public int hashCode() {
        return 31 * shapes.hashCode() + values.hashCode();
    }
}
