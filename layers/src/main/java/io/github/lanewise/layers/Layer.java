package io.github.lanewise.layers;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * A differentiable function from one tensor to one tensor, with its parameters.
 *
 * <p>Images are {@code [N, H, W, C]}, features {@code [N, F]}. A layer is immutable in structure; only the values of
 * its parameters change. The same layer runs eagerly ({@link #forward}) and lowers to the inference graph
 * ({@link #lower}).
 */
public interface Layer {
    /** Parameters and buffers by dotted name relative to this layer, in PyTorch's order; a new map. */
    default SequencedMap<String, Parameter> parameters() {
        return new LinkedHashMap<>();
    }

    /** One of the {@link #parameters}; {@link IllegalArgumentException} if there is none of that name. */
    default Parameter parameter(String name) {
        Parameter parameter = parameters().get(name);
        if (parameter == null) {
            throw new IllegalArgumentException("no parameter is named " + name);
        }
        return parameter;
    }

    /**
     * Shape of the output for an input of the given shape, both with the batch; {@link ShapeException} if it does not
     * fit.
     */
    default Shape outputShape(Shape input) {
        return lower(ShapeInference.value(input), ShapeInference.start()).shape();
    }

    /** Computes the output for x; the result, and what is computed on the way, lives as long as the tape. */
    Tensor forward(Tensor x, Tape tape);

    /** Appends this layer's operations to the target and returns their result. */
    Lowering.Value lower(Lowering.Value x, Lowering target);
}
