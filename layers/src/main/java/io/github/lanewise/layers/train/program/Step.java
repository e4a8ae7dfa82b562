package io.github.lanewise.layers.train.program;

import io.github.lanewise.engine.Workers;
import java.util.List;

/**
 * One step of a network in training: how it computes its result y from its operands, and the gradients of its operands
 * and parameters from that of y. One call at a time; nothing is allocated.
 */
sealed interface Step permits AddStep, BatchNormStep, ConvolutionStep, LinearStep, SingleStep {
    /** In the order in which {@link #backward} completes their gradients. */
    List<Operand> operands();

    Value output();

    /** The values that {@link #backward} reads. */
    List<Value> saved();

    /** Computes the result. */
    void forward(Workers workers);

    /** Computes the result once more, with the same bits and no other effect. */
    default void recompute(Workers workers) {
        forward(workers);
    }

    /** Computes the gradients of the parameters, and of the operands that need one. */
    void backward(Workers workers);
}
