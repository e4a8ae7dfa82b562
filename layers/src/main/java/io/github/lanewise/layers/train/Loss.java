package io.github.lanewise.layers.train;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** What training makes small: a number for the outputs of a batch and their classes, and its gradient. */
public interface Loss {
    /**
     * The mean loss of a batch.
     *
     * @param output {@code [N, classes]}, dense
     * @param labels the classes of the first N elements
     * @param gradient of the shape of the output, which receives the derivative of the mean; null if nobody wants it
     * @throws IllegalArgumentException if a label is no class
     */
    @SuppressWarnings("exports") // only an annotation: callers need no org.jspecify
    double evaluate(Tensor output, int[] labels, @Nullable Tensor gradient);

    /** {@link ShapeException} or {@link IllegalArgumentException} unless outputs, labels and gradient fit each other. */
    @SuppressWarnings("exports") // only an annotation: callers need no org.jspecify
    static void requireFit(Tensor output, int[] labels, @Nullable Tensor gradient) {
        Shape shape = output.shape();
        if (shape.rank() != 2 || shape.dimension(0) > labels.length || !output.isDense()) {
            throw new ShapeException("a loss needs dense outputs [N, classes] and N labels, got " + output + " and "
                    + labels.length + " labels");
        }
        if (gradient != null && (!gradient.shape().equals(shape) || !gradient.isDense())) {
            throw new ShapeException(
                    "the gradient of a loss is as dense as its outputs " + shape + ", got " + gradient);
        }
        for (int n = 0; n < shape.dimension(0); n++) {
            if (labels[n] < 0 || labels[n] >= shape.dimension(1)) {
                throw new IllegalArgumentException(
                        "label " + labels[n] + " of image " + n + " is no class from 0 to " + (shape.dimension(1) - 1));
            }
        }
    }
}
