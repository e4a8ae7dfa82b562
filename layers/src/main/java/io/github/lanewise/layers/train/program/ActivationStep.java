package io.github.lanewise.layers.train.program;

import io.github.lanewise.engine.Elementwise;
import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.Activation;
import java.util.List;

/** {@code y = max(x, 0)}; {@code dx = dy} where y is positive, else 0. */
record ActivationStep(Operand x, Value output) implements SingleStep {
    @Override
    public List<Value> saved() {
        return List.of(output);
    }

    @Override
    public void forward(Workers workers) {
        Elementwise.activate(Activation.RELU, x.tensor(), output.tensor(), workers);
    }

    @Override
    public void differentiate(Workers workers) {
        Elementwise.reluGradient(output.tensor(), output.gradient(), x.contribution(), workers);
    }
}
