package io.github.lanewise.layers.train;

import io.github.lanewise.engine.ParameterUpdate;
import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.Parameter;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Adam with decoupled weight decay: {@code p -= rate weightDecay p}, then {@code p -= rate m' / (sqrt(v') + epsilon)} with
 * the means m of the gradient and v of its square, {@code m' = m / (1 - beta1^t)} and {@code v' = v / (1 - beta2^t)}.
 * Loshchilov and Hutter 2019 (arXiv:1711.05101), algorithm 2, in the form of PyTorch's {@code AdamW}.
 */
public record AdamW(double beta1, double beta2, double epsilon, double weightDecay, Optimiser.Decayed decayed)
        implements Optimiser {
    public AdamW {
        if (!(beta1 >= 0 && beta1 < 1) || !(beta2 >= 0 && beta2 < 1) || !(epsilon > 0) || !(weightDecay >= 0)) {
            throw new IllegalArgumentException("AdamW needs 0 <= beta < 1, epsilon > 0 and weightDecay >= 0, got beta "
                    + beta1 + " and " + beta2 + ", epsilon " + epsilon + ", weight decay " + weightDecay);
        }
    }

    /** Betas of 0.9 and 0.999, epsilon 1e-8; weight decay applies to all parameters. */
    public static AdamW of(double weightDecay) {
        return new AdamW(0.9, 0.999, 1e-8, weightDecay, Decayed.ALL);
    }

    public AdamW withDecayed(Decayed some) {
        return new AdamW(beta1, beta2, epsilon, weightDecay, some);
    }

    @Override
    public Descent begin(SequencedMap<String, Parameter> parameters, SequencedMap<String, Tensor> gradients) {
        return new AdamWDescent(this, parameters, gradients);
    }

    private static final class AdamWDescent implements Descent {
        private record Moved(Tensor values, Tensor gradient, Tensor mean, Tensor square, double weightDecay) {}

        private final AdamW rule;
        private final List<Moved> moved = new ArrayList<>();
        private final SequencedMap<String, Tensor> state = new LinkedHashMap<>();
        private long steps;

        AdamWDescent(AdamW rule, SequencedMap<String, Parameter> parameters, SequencedMap<String, Tensor> gradients) {
            this.rule = rule;
            parameters.forEach((name, parameter) -> {
                Tensor gradient = gradients.get(name);
                if (gradient != null) {
                    Tensor mean = Tensor.allocate(Arena.ofAuto(), gradient.shape());
                    Tensor square = Tensor.allocate(Arena.ofAuto(), gradient.shape());
                    state.put(name + ".mean", mean);
                    state.put(name + ".square", square);
                    double decay = rule.decayed.applies(parameter) ? rule.weightDecay : 0;
                    moved.add(new Moved(parameter.values(), gradient, mean, square, decay));
                }
            });
        }

        @Override
        public void step(double rate, Workers workers) {
            steps++;
            for (Moved one : moved) {
                ParameterUpdate.adamW(
                        one.values,
                        one.gradient,
                        one.mean,
                        one.square,
                        steps,
                        rate,
                        rule.beta1,
                        rule.beta2,
                        rule.epsilon,
                        one.weightDecay,
                        workers);
            }
        }

        @Override
        public long steps() {
            return steps;
        }

        @Override
        public SequencedMap<String, Tensor> state() {
            return state;
        }

        @Override
        public void continueAt(long stepsMade) {
            steps = stepsMade;
        }
    }
}
