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
import org.jspecify.annotations.Nullable;

/**
 * Stochastic gradient descent: {@code g = gradient + weightDecay p}, {@code v = momentum v + (1 - dampening) g}, where the
 * first v is g, and {@code p -= rate v}, or with Nesterov's momentum {@code p -= rate (g + momentum v)}. Sutskever et al.
 * 2013, "On the importance of initialization and momentum in deep learning", in the form of PyTorch's {@code SGD}.
 */
public record Sgd(double momentum, double dampening, boolean nesterov, double weightDecay, Optimiser.Decayed decayed)
        implements Optimiser {
    public Sgd {
        if (!(momentum >= 0) || !(weightDecay >= 0)) {
            throw new IllegalArgumentException(
                    "momentum and weight decay must not be negative, got " + momentum + " and " + weightDecay);
        }
        if (nesterov && (momentum == 0 || dampening != 0)) {
            throw new IllegalArgumentException("Nesterov's momentum needs a momentum and no dampening, got momentum "
                    + momentum + " and dampening " + dampening);
        }
    }

    /** Without dampening; weight decay applies to all parameters. */
    public static Sgd of(double momentum, double weightDecay) {
        return new Sgd(momentum, 0, false, weightDecay, Decayed.ALL);
    }

    public Sgd withNesterov() {
        return new Sgd(momentum, dampening, true, weightDecay, decayed);
    }

    public Sgd withDecayed(Decayed some) {
        return new Sgd(momentum, dampening, nesterov, weightDecay, some);
    }

    @Override
    public Descent begin(SequencedMap<String, Parameter> parameters, SequencedMap<String, Tensor> gradients) {
        return new SgdDescent(this, parameters, gradients);
    }

    private static final class SgdDescent implements Descent {
        private record Moved(
                Tensor values, Tensor gradient, @Nullable Tensor velocity, double weightDecay) {}

        private final Sgd rule;
        private final List<Moved> moved = new ArrayList<>();
        private final SequencedMap<String, Tensor> state = new LinkedHashMap<>();
        private long steps;

        SgdDescent(Sgd rule, SequencedMap<String, Parameter> parameters, SequencedMap<String, Tensor> gradients) {
            this.rule = rule;
            parameters.forEach((name, parameter) -> {
                Tensor gradient = gradients.get(name);
                if (gradient != null) {
                    double decay = rule.decayed.applies(parameter) ? rule.weightDecay : 0;
                    moved.add(new Moved(parameter.values(), gradient, velocity(name, gradient), decay));
                }
            });
        }

        private @Nullable Tensor velocity(String name, Tensor gradient) {
            if (rule.momentum == 0) {
                return null;
            }
            Tensor velocity = Tensor.allocate(Arena.ofAuto(), gradient.shape());
            state.put(name + ".velocity", velocity);
            return velocity;
        }

        @Override
        public void step(double rate, Workers workers) {
            double dampening = steps == 0 ? 0 : rule.dampening;
            for (Moved one : moved) {
                ParameterUpdate.sgd(
                        one.values,
                        one.gradient,
                        one.velocity,
                        (float) rate,
                        (float) rule.momentum,
                        (float) dampening,
                        rule.nesterov,
                        (float) one.weightDecay,
                        workers);
            }
            steps++;
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
