package io.github.lanewise.layers.train.program;

import io.github.lanewise.engine.Elementwise;
import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A value as an operand of one step. The gradient of a value is the sum of what its readers contribute: the one that is
 * computed first in the backward pass is written to its place, each later one to a tensor of its own and then added, or added
 * by the step itself where it can do that.
 */
final class Operand {
    private final Value value;
    private final boolean added;
    private boolean later;
    private @Nullable Slot contribution;

    private Operand(Value value, boolean added) {
        this.value = value;
        this.added = added;
    }

    Operand(Value value) {
        this(value, false);
    }

    /** An operand of a step that adds its contribution itself when {@link #isLater}. */
    static Operand added(Value value) {
        return new Operand(value, true);
    }

    Value value() {
        return value;
    }

    boolean needsGradient() {
        return value.needsGradient();
    }

    Tensor tensor() {
        return value.tensor();
    }

    /** Says that another contribution is there already when this one is computed. */
    void addsToOthers() {
        later = true;
        contribution = added ? null : value.newGradientSlot();
    }

    /** Whether another contribution is there already when this one is computed. */
    boolean isLater() {
        return later;
    }

    /** Where the step's contribution to the gradient is written. */
    Slot contributionSlot() {
        return contribution == null ? value.gradientSlot() : contribution;
    }

    Tensor contribution() {
        return contributionSlot().tensor();
    }

    /** To be called when the contribution is complete. */
    void accumulate(Workers workers) {
        if (contribution != null) {
            Tensor gradient = value.gradient();
            Elementwise.add(gradient, contribution.tensor(), gradient, workers);
        }
    }
}
