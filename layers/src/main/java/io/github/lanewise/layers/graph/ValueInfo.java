package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An input or output of a model: name, element type, and dimensions as they are outside, images channels-first.
 *
 * @param dimensions null if even their number is unknown
 */
@SuppressWarnings("exports") // only an annotation: callers need no org.jspecify
public record ValueInfo(
        String name, DataType type, @Nullable List<Dimension> dimensions) {
    /**
     * A dimension that is fixed, or chosen by the caller.
     *
     * @param symbol its name if it is chosen by the caller, perhaps empty; null if it is fixed
     */
    @SuppressWarnings("exports") // only an annotation: callers need no org.jspecify
    public record Dimension(int size, @Nullable String symbol) {
        public static Dimension of(int size) {
            return new Dimension(size, null);
        }

        public static Dimension of(String symbol) {
            return new Dimension(1, symbol);
        }

        public boolean isFixed() {
            return symbol == null;
        }

        @Override
        public String toString() {
            return symbol == null ? Integer.toString(size) : symbol.isEmpty() ? "?" : symbol;
        }
    }

    public ValueInfo {
        dimensions = dimensions == null ? null : List.copyOf(dimensions);
    }

    /** An array whose first dimension is the batch, {@code N}. */
    static ValueInfo batchFirst(String name, Shape shape) {
        List<Dimension> dimensions = IntStream.range(0, shape.rank())
                .mapToObj(axis -> axis == 0 ? Dimension.of("N") : Dimension.of(shape.dimension(axis)))
                .toList();
        return new ValueInfo(name, DataType.FLOAT32, dimensions);
    }

    /** The shape with every chosen dimension 1; null if more than the first are to be chosen. */
    @SuppressWarnings("exports") // only an annotation: callers need no org.jspecify
    public @Nullable Shape shapeOfOne() {
        if (dimensions == null || dimensions.stream().skip(1).anyMatch(dimension -> !dimension.isFixed())) {
            return null;
        }
        return Shape.of(dimensions.stream().mapToInt(Dimension::size).toArray());
    }

    /** {@link ShapeException} unless the shape is one that this value may have. */
    void requireFit(Shape shape) {
        if (dimensions == null) {
            return;
        }
        boolean fits = shape.rank() == dimensions.size();
        for (int axis = 0; fits && axis < shape.rank(); axis++) {
            Dimension dimension = dimensions.get(axis);
            fits = !dimension.isFixed() || dimension.size() == shape.dimension(axis);
        }
        if (!fits) {
            throw new ShapeException("'" + name + "' has the shape " + shape + ", expected " + dimensions);
        }
    }

    /** As in {@code x: float32 [N, 3, 224, 224]}. */
    @Override
    public String toString() {
        String shape = dimensions == null
                ? "[...]"
                : dimensions.stream().map(Dimension::toString).collect(Collectors.joining(", ", "[", "]"));
        return name + ": " + type.name().toLowerCase(Locale.ROOT) + " " + shape;
    }
}
