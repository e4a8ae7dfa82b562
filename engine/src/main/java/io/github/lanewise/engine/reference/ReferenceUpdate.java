package io.github.lanewise.engine.reference;

/** Steps of optimisers in float64; every array is changed in place. */
public final class ReferenceUpdate {

    /** Stochastic gradient descent with momentum. */
    public static void sgd(
            double[] values,
            double[] gradient,
            double[] velocity,
            double rate,
            double momentum,
            double dampening,
            boolean nesterov,
            double weightDecay) {
        for (int i = 0; i < values.length; i++) {
            double g = gradient[i] + weightDecay * values[i];
            velocity[i] = momentum * velocity[i] + (1 - dampening) * g;
            values[i] -= rate * (nesterov ? g + momentum * velocity[i] : velocity[i]);
        }
    }

    /** AdamW. */
    public static void adamW(
            double[] values,
            double[] gradient,
            double[] first,
            double[] second,
            long step,
            double rate,
            double beta1,
            double beta2,
            double epsilon,
            double weightDecay) {
        for (int i = 0; i < values.length; i++) {
            first[i] = beta1 * first[i] + (1 - beta1) * gradient[i];
            second[i] = beta2 * second[i] + (1 - beta2) * gradient[i] * gradient[i];
            double unbiasedFirst = first[i] / (1 - Math.pow(beta1, (double) step));
            double unbiasedSecond = second[i] / (1 - Math.pow(beta2, (double) step));
            values[i] -= rate * (weightDecay * values[i] + unbiasedFirst / (Math.sqrt(unbiasedSecond) + epsilon));
        }
    }

    private ReferenceUpdate() {}
}
