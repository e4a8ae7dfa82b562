package io.github.lanewise.layers.format;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value as the graph declares it.
 *
 * @param type {@link OnnxType#UNDEFINED} if it is no tensor
 * @param dimensions null if the rank is left open
 */
@SuppressWarnings("exports") // only an annotation: callers need no org.jspecify
public record OnnxValueInfo(
        String name, OnnxType type, @Nullable List<OnnxDimension> dimensions, Origin origin) {
    /** Copies the dimensions. */
    public OnnxValueInfo {
        dimensions = dimensions == null ? null : List.copyOf(dimensions);
    }

    /** A value made in memory. */
    public static OnnxValueInfo of(String name, OnnxType type, OnnxDimension... dimensions) {
        return new OnnxValueInfo(name, type, List.of(dimensions), Origin.MEMORY);
    }

    /** The exception for a fault of this value. */
    public ModelFormatException fault(String problem) {
        return origin.fault("value '" + name + "'", problem);
    }
}
