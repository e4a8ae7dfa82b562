package io.github.lanewise.layers.train.program;

import io.github.lanewise.engine.Workers;
import java.util.List;

/** A step with one operand x and no parameters. */
sealed interface SingleStep extends Step
        permits ActivationStep, AveragePoolStep, FlattenStep, GlobalAverageStep, MaxPoolStep, SubsamplePadStep {
    Operand x();

    @Override
    default List<Operand> operands() {
        return List.of(x());
    }

    @Override
    default List<Value> saved() {
        return List.of();
    }

    @Override
    default void backward(Workers workers) {
        if (x().needsGradient()) {
            differentiate(workers);
            x().accumulate(workers);
        }
    }

    /** Computes the contribution to the gradient of x. */
    void differentiate(Workers workers);
}
