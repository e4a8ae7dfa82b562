package io.github.lanewise.layers.train.program;

import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A tensor that is needed from one task of the program to another, and whose memory others have before and after. */
final class Slot {
    private final Shape shape;
    private final Padding padding;
    private int first = Integer.MAX_VALUE;
    private int last = -1;
    private @Nullable Tensor tensor;
    private @Nullable Tensor rows;

    Slot(Shape shape, Padding padding) {
        this.shape = shape;
        this.padding = padding;
    }

    Shape shape() {
        return shape;
    }

    Padding padding() {
        return padding;
    }

    /** The first task that needs the tensor. */
    int first() {
        return first;
    }

    /** The last task that needs the tensor; -1 if none does. */
    int last() {
        return last;
    }

    void neededAt(int task) {
        first = Math.min(first, task);
        last = Math.max(last, task);
    }

    void place(Tensor planned) {
        tensor = planned;
        rows = shape.rank() == 4 && planned.isDense()
                ? planned.reshape(shape.dimension(0), Math.toIntExact(shape.elements() / shape.dimension(0)))
                : planned;
    }

    Tensor tensor() {
        return Objects.requireNonNull(tensor);
    }

    /** The same memory as one row for each image, if the tensor is dense. */
    Tensor rows() {
        return Objects.requireNonNull(rows);
    }
}
