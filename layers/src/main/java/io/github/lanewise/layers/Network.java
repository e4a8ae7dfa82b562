package io.github.lanewise.layers;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import java.util.SequencedMap;

/**
 * A named image classifier.
 *
 * @param inputShape {@code [height, width, channels]} of one image
 * @param classes number of logits for one image
 */
public record Network(String name, Layer layer, Shape inputShape, Preprocessing preprocessing, int classes) {
    public Network {
        Shape output = layer.outputShape(
                Shape.of(1, inputShape.dimension(0), inputShape.dimension(1), inputShape.dimension(2)));
        if (!output.equals(Shape.of(1, classes))) {
            throw new ShapeException(name + ": output " + output + " for " + classes + " classes");
        }
    }

    public SequencedMap<String, Parameter> parameters() {
        return layer.parameters();
    }

    /** The number of trainable values. */
    public long parameterCount() {
        return parameters().values().stream()
                .filter(Parameter::isTrainable)
                .mapToLong(parameter -> parameter.shape().elements())
                .sum();
    }

    /** Draws the weights anew, see {@link HeInitialisation}, and returns this network. */
    public Network initialise(long seed) {
        HeInitialisation.apply(layer, seed);
        return this;
    }
}
