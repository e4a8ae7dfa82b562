package io.github.lanewise.layers.data;

import io.github.lanewise.engine.tensor.Shape;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Images [1, 2, 2] whose values tell their number: 10 index, 10 index + 1, ... */
record CountedImages(int size) implements ImageDataSet {
    @Override
    public Shape imageShape() {
        return Shape.of(1, 2, 2);
    }

    @Override
    public List<String> classNames() {
        return IntStream.range(0, 3).mapToObj(label -> "class " + label).toList();
    }

    @Override
    public int label(int index) {
        return Objects.checkIndex(index, size) % 3;
    }

    @Override
    public void image(int index, float[] planes, int at) {
        Objects.checkIndex(index, size);
        for (int i = 0; i < 4; i++) {
            planes[at + i] = 10 * index + i;
        }
    }
}
