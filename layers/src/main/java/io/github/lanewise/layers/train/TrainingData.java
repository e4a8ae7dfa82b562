package io.github.lanewise.layers.train;

import io.github.lanewise.layers.data.Augmentation;
import io.github.lanewise.layers.data.ImageDataSet;
import org.jspecify.annotations.Nullable;

/**
 * What a network is trained on, and tested on.
 *
 * @param augmentation of the images that it is trained on, normalisation included
 * @param test images that are only looked at, or null
 * @param preparation of the test images: normalisation, nothing random
 */
@SuppressWarnings("exports") // only an annotation: callers need no org.jspecify
public record TrainingData(
        ImageDataSet training,
        Augmentation augmentation,
        @Nullable ImageDataSet test,
        Augmentation preparation) {}
