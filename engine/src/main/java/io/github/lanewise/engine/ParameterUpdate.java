package io.github.lanewise.engine;

import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * One step of an optimiser for one parameter, with the formulas of PyTorch, in float32, operations rounded one by one; factors
 * are computed in float64 and rounded once.
 *
 * <p>All tensors are dense, of one shape and apart from each other, or a {@link ShapeException} names them. What an optimiser
 * keeps from step to step begins with zeros and becomes 0 where its magnitude falls below 2⁻¹²⁶. The bits depend neither on
 * the tier, nor on the vector width, nor on the threads; nothing is allocated.
 */
@SuppressWarnings("exports") // only an annotation: callers need no org.jspecify
public final class ParameterUpdate {

    /**
     * Stochastic gradient descent with {@code g = gradient + weightDecay · values}: {@code velocity = momentum · velocity + (1 -
     * dampening) · g}, {@code values -= rate · velocity}, or with Nesterov's momentum {@code values -= rate · (g + momentum ·
     * velocity)}. PyTorch does not dampen the first step.
     *
     * @param velocity null where momentum is 0: then {@code values -= rate · g}
     */
    public static void sgd(
            Tensor values,
            Tensor gradient,
            @Nullable Tensor velocity,
            double rate,
            double momentum,
            double dampening,
            boolean nesterov,
            double weightDecay,
            Workers workers) {
        requireSame(values, "gradient", gradient);
        requireSame(values, "velocity", velocity);
        if (velocity == null && momentum != 0) {
            throw new IllegalArgumentException("momentum " + momentum + " needs a velocity");
        }
        Workers forked = workersFor(3, values, workers)
                .reaching("values", values)
                .reaching("gradient", gradient)
                .reaching("velocity", velocity);
        ParameterUpdateCall.sgd(values, gradient, velocity, rate, momentum, dampening, nesterov, weightDecay, forked);
    }

    /**
     * AdamW: {@code values -= rate · weightDecay · values}, {@code m = beta1 · m + (1 - beta1) · g}, {@code v = beta2 · v + (1 -
     * beta2) · g²}, {@code values -= rate / (1 - beta1^step) · m / (√v / √(1 - beta2^step) + epsilon)}. Loshchilov and Hutter,
     * "Decoupled Weight Decay Regularization", 2019 (arXiv:1711.05101), algorithm 2.
     *
     * @param firstMoment m
     * @param secondMoment v
     * @param step the number of this step, from 1 on
     */
    public static void adamW(
            Tensor values,
            Tensor gradient,
            Tensor firstMoment,
            Tensor secondMoment,
            long step,
            double rate,
            double beta1,
            double beta2,
            double epsilon,
            double weightDecay,
            Workers workers) {
        requireSame(values, "gradient", gradient);
        requireSame(values, "first moment", firstMoment);
        requireSame(values, "second moment", secondMoment);
        if (step < 1) {
            throw new IllegalArgumentException("steps are counted from 1, got " + step);
        }
        Workers forked = workersFor(8, values, workers)
                .reaching("values", values)
                .reaching("gradient", gradient)
                .reaching("firstMoment", firstMoment)
                .reaching("secondMoment", secondMoment);
        ParameterUpdateCall.adamW(
                values, gradient, firstMoment, secondMoment, step, rate, beta1, beta2, epsilon, weightDecay, forked);
    }

    private static Workers workersFor(int cost, Tensor values, Workers workers) {
        return workers.forWork(cost * values.shape().elements());
    }

    private static void requireSame(Tensor values, String name, @Nullable Tensor other) {
        if (other != null && !(other.shape().equals(values.shape()) && other.isDense() && values.isDense())) {
            throw new ShapeException("an update of dense values needs a dense " + name + " of their shape, got " + other
                    + " for " + values);
        }
    }

    private ParameterUpdate() {}
}
