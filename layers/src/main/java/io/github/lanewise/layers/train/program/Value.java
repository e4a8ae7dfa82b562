package io.github.lanewise.layers.train.program;

import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The input of the network or the result of a step: the tensor that holds it at present, and the gradient of the loss
 * with respect to it. A value that is computed a second time has another tensor then.
 */
final class Value {
    private final String name;
    private final Shape shape;
    private boolean needsGradient;
    private Padding padding = Padding.NONE;
    private Padding gradientPadding = Padding.NONE;
    private @Nullable Slot slot;
    private @Nullable Slot gradientSlot;

    /**
     * A value without memory.
     *
     * @param name of the layer that it comes from
     * @param needsGradient whether there is something to learn before it
     */
    Value(String name, Shape shape, boolean needsGradient) {
        this.name = name;
        this.shape = shape;
        this.needsGradient = needsGradient;
    }

    String name() {
        return name;
    }

    Shape shape() {
        return shape;
    }

    boolean needsGradient() {
        return needsGradient;
    }

    /** For a step that computes the gradient of its operand in any case. */
    void requireGradient() {
        needsGradient = true;
    }

    /** Asks for zeros round the images, to be called before memory is planned. */
    void wantPadding(Padding wanted) {
        padding = padding.max(wanted);
    }

    /** Asks for zeros round the gradient, to be called before memory is planned. */
    void wantGradientPadding(Padding wanted) {
        gradientPadding = gradientPadding.max(wanted);
    }

    Slot newSlot() {
        return new Slot(shape, padding);
    }

    Slot newGradientSlot() {
        return new Slot(shape, gradientPadding);
    }

    /** From now on the value lies there. */
    void bind(Slot newSlot) {
        slot = newSlot;
    }

    Slot slot() {
        return Objects.requireNonNull(slot);
    }

    Slot gradientSlot() {
        if (gradientSlot == null) {
            gradientSlot = newGradientSlot();
        }
        return gradientSlot;
    }

    Tensor tensor() {
        return slot().tensor();
    }

    Tensor gradient() {
        return gradientSlot().tensor();
    }

    /** The tensor as one row for each image. */
    Tensor rows() {
        return slot().rows();
    }

    /** The gradient as one row for each image. */
    Tensor gradientRows() {
        return gradientSlot().rows();
    }
}
