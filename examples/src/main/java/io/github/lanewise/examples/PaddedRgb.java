package io.github.lanewise.examples;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.data.ImageDataSet;
import io.github.lanewise.layers.data.RgbImage;
import java.util.Arrays;
import java.util.List;

/** Grey images in the middle of larger black squares, with the same values for red, green and blue. */
record PaddedRgb(ImageDataSet data, int side) implements ImageDataSet {
    PaddedRgb {
        Shape shape = data.imageShape();
        if (shape.dimension(0) > side || shape.dimension(1) > side || shape.dimension(2) != 1) {
            throw new IllegalArgumentException("images " + shape + " are not grey ones of at most " + side + " pixels");
        }
    }

    @Override
    public int size() {
        return data.size();
    }

    @Override
    public Shape imageShape() {
        return Shape.of(side, side, RgbImage.CHANNELS);
    }

    @Override
    public List<String> classNames() {
        return data.classNames();
    }

    @Override
    public int label(int index) {
        return data.label(index);
    }

    @Override
    public void image(int index, float[] planes, int at) {
        int height = data.imageShape().dimension(0);
        int width = data.imageShape().dimension(1);
        int plane = side * side;
        float[] grey = new float[height * width];
        data.image(index, grey, 0);
        Arrays.fill(planes, at, at + RgbImage.CHANNELS * plane, 0);
        int first = at + (side - height) / 2 * side + (side - width) / 2;
        for (int channel = 0; channel < RgbImage.CHANNELS; channel++) {
            for (int y = 0; y < height; y++) {
                System.arraycopy(grey, y * width, planes, first + channel * plane + y * side, width);
            }
        }
    }
}
