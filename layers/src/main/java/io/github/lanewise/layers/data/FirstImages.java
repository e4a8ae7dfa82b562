package io.github.lanewise.layers.data;

import io.github.lanewise.engine.tensor.Shape;
import java.util.List;
import java.util.Objects;

/** The first images of a data set, for shorter trainings. */
public record FirstImages(ImageDataSet data, int size) implements ImageDataSet {
    public FirstImages {
        if (size < 1 || size > data.size()) {
            throw new IllegalArgumentException("the first " + size + " of " + data.size() + " images");
        }
    }

    @Override
    public Shape imageShape() {
        return data.imageShape();
    }

    @Override
    public List<String> classNames() {
        return data.classNames();
    }

    @Override
    public int label(int index) {
        return data.label(Objects.checkIndex(index, size));
    }

    @Override
    public void image(int index, float[] planes, int at) {
        data.image(Objects.checkIndex(index, size), planes, at);
    }
}
