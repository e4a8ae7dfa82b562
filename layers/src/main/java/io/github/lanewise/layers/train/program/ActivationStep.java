package io.github.lanewise.layers.train.program;

import io.github.lanewise.engine.Elementwise;
import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.Activation;
import java.util.List;

/** {@code y = max(x, 0)}; {@code dx = dy} where y is positive, else 0. */
final class ActivationStep implements Step {
    private final Operand x;
    private final Value y;

    ActivationStep(Operand x, Value y) {
        this.x = x;
        this.y = y;
    }

    @Override
    public List<Operand> operands() {
        return List.of(x);
    }

    @Override
    public Value output() {
        return y;
    }

    @Override
    public List<Value> saved() {
        return List.of(y);
    }

    @Override
    public void forward(Workers workers) {
        Elementwise.activate(Activation.RELU, x.tensor(), y.tensor(), workers);
    }

    @Override
    public void backward(Workers workers) {
        if (x.needsGradient()) {
            Elementwise.reluGradient(y.tensor(), y.gradient(), x.contribution(), workers);
            x.accumulate(workers);
        }
    }
}
