package io.github.lanewise.layers.train.program;

import io.github.lanewise.engine.Workers;

/** A step at one point of the program. */
sealed interface Task {
    Step step();

    void run(Workers workers);

    /** Computes the result in the given place; {@code again} if it was computed before. */
    record Forward(Step step, Slot result, boolean again) implements Task {
        @Override
        public void run(Workers workers) {
            step.output().bind(result);
            if (again) {
                step.recompute(workers);
            } else {
                step.forward(workers);
            }
        }
    }

    /** Computes the gradients of operands and parameters from that of the result. */
    record Backward(Step step) implements Task {
        @Override
        public void run(Workers workers) {
            step.backward(workers);
        }
    }
}
