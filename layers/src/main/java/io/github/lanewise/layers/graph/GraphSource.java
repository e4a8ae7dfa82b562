package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the graphs of a {@link Model} come from: one for each set of input shapes. Safe for several threads. */
public interface GraphSource {
    /** The inputs of a graph that is to be made. */
    interface Inputs {
        /** Shape of an input, outside. */
        Shape shape(int index);

        /** The value of an input whose value decides shapes or weights; the graph then serves this value only. */
        Data value(int index);
    }

    List<ValueInfo> inputs();

    List<ValueInfo> outputs();

    /** The graph for these inputs; {@link io.github.lanewise.engine.tensor.ShapeException} if they do not fit. */
    Graph graph(Inputs inputs);

    /** Whether these weights are the same in every graph, so that they are packed once and kept. */
    boolean isShared(Tensor weights);

    /** The largest number of bytes that the results of one call may take. */
    default long activationBytes() {
        return Long.MAX_VALUE;
    }

    /** What the file says about itself. */
    default Map<String, String> metadata() {
        return Map.of();
    }

    /** The shapes of one example, or null if they are not known before the first call. */
    @SuppressWarnings("exports") // only an annotation: callers need no org.jspecify
    default @Nullable List<Shape> shapesOfOne() {
        List<Shape> shapes = new ArrayList<>();
        for (ValueInfo input : inputs()) {
            Shape shape = input.shapeOfOne();
            if (shape == null) {
                return null;
            }
            shapes.add(shape);
        }
        return shapes;
    }
}
