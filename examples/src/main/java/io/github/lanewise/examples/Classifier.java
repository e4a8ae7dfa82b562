package io.github.lanewise.examples;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.Preprocessing;
import io.github.lanewise.layers.graph.Model;

/**
 * A compiled classifier of images, which it closes.
 *
 * @param inputShape {@code [height, width, channels]} of one image
 * @param givesProbabilities whether the results are probabilities already, not logits
 */
record Classifier(
        String name,
        Model model,
        Shape inputShape,
        Preprocessing preprocessing,
        int classes,
        boolean givesProbabilities)
        implements AutoCloseable {
    @Override
    public void close() {
        model.close();
    }
}
