package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The input of a model that has one only, given as a batch of examples. The signatures of small batches are made once, so
 * that a call allocates nothing.
 */
final class SingleInput {
    private static final int KEPT = 65;

    private final ValueInfo info;
    private final Shape one;
    private final AtomicReferenceArray<@Nullable Signature> signatures = new AtomicReferenceArray<>(KEPT);

    private SingleInput(ValueInfo info, Shape one) {
        this.info = info;
        this.one = one;
    }

    /** Null unless the model has one output and one input, all of whose dimensions but the first are fixed. */
    static @Nullable SingleInput of(GraphSource source) {
        ValueInfo info = source.inputs().size() == 1 && source.outputs().size() == 1
                ? source.inputs().getFirst()
                : null;
        Shape shape = info == null ? null : info.shapeOfOne();
        return info == null || shape == null || shape.rank() == 0 ? null : new SingleInput(info, shape);
    }

    /** Floats of one example. */
    long elements() {
        long elements = 1;
        for (int axis = 1; axis < one.rank(); axis++) {
            elements *= one.dimension(axis);
        }
        return elements;
    }

    /** Shape of one example as a tensor, {@code [H, W, C]} where it is an image. */
    Shape tensorShape() {
        return switch (one.rank()) {
            case 1 -> Shape.of();
            case 2 -> Shape.of(one.dimension(1));
            case 3 -> Shape.of(one.dimension(1), one.dimension(2));
            case 4 -> Shape.of(one.dimension(2), one.dimension(3), one.dimension(1));
            default -> throw new ShapeException("examples of " + info + " are neither features nor images");
        };
    }

    /** How many examples so many floats are. */
    int batch(long floats) {
        long batch = floats / Math.max(1, elements());
        if (batch * elements() != floats) {
            throw new ShapeException("inputs of " + elements() + " floats do not fill an array of " + floats);
        }
        return Math.toIntExact(batch);
    }

    Signature signature(int batch) {
        if (batch >= KEPT) {
            return newSignature(batch);
        }
        Signature signature = signatures.get(batch);
        if (signature == null) {
            signature = newSignature(batch);
            signatures.set(batch, signature);
        }
        return signature;
    }

    private Signature newSignature(int batch) {
        int[] dimensions = one.toArray();
        dimensions[0] = batch;
        Shape shape = Shape.of(dimensions);
        info.requireFit(shape);
        return Signature.of(shape);
    }
}
