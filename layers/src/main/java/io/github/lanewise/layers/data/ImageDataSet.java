package io.github.lanewise.layers.data;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.Preprocessing;
import java.util.List;
import java.util.Objects;

/**
 * Labelled images of one size, numbered from 0. Immutable, and safe for any number of threads.
 *
 * <p>An image stands in an array as planes {@code [channels, height, width]} of values from 0 to 1.
 */
public interface ImageDataSet {
    /** The number of images. */
    int size();

    /** {@code [height, width, channels]} of every image. */
    Shape imageShape();

    /** What the labels mean, from label 0 on. */
    List<String> classNames();

    default int classes() {
        return classNames().size();
    }

    /**
     * The class of an image.
     *
     * @throws IndexOutOfBoundsException unless {@code 0 <= index < size()}
     */
    int label(int index);

    /**
     * Writes an image to {@code planes}, from element {@code at} on.
     *
     * @throws IndexOutOfBoundsException unless {@code 0 <= index < size()} and the array has room
     * @throws java.io.UncheckedIOException naming the file, if the image is read only now and cannot be
     */
    void image(int index, float[] planes, int at);

    /** The images from {@code first} on, normalised, {@code [count, channels, height, width]}. */
    default float[] images(int first, int count, Preprocessing preprocessing) {
        Objects.checkFromIndexSize(first, count, size());
        int floats = Math.toIntExact(imageShape().elements());
        float[] images = new float[Math.multiplyExact(count, floats)];
        AugmentationStep.Normalise normalise = new AugmentationStep.Normalise(preprocessing.channels());
        for (int image = 0; image < count; image++) {
            image(first + image, images, image * floats);
            normalise.apply(images, image * floats, imageShape());
        }
        return images;
    }
}
