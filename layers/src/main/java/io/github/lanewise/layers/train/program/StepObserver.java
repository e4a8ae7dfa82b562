package io.github.lanewise.layers.train.program;

import io.github.lanewise.engine.tensor.Tensor;

/** Sees what the steps of a network compute, at the moment when it is there. Tensors are reused afterwards. */
public interface StepObserver {
    /** Sees nothing. */
    StepObserver NONE = new StepObserver() {
        @Override
        public void computed(String layer, Tensor result) {}

        @Override
        public void differentiated(String layer, Tensor gradient) {}
    };

    /** The forward pass has computed the result of a step, for the first time in this pass. */
    void computed(String layer, Tensor result);

    /** The backward pass has completed the gradient with respect to the result of a step. */
    void differentiated(String layer, Tensor gradient);
}
