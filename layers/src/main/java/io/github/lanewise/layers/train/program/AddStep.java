package io.github.lanewise.layers.train.program;

import io.github.lanewise.engine.Elementwise;
import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.Tensor;
import java.util.List;

/** {@code y = g(a + b)}; {@code da = db = dy} where {@code g' = 1}, else 0. */
final class AddStep implements Step {
    private final Activation activation;
    private final Operand a;
    private final Operand b;
    private final Value y;

    /** The step; the activation is ReLU or none. */
    AddStep(Activation activation, Operand a, Operand b, Value y) {
        this.activation = activation;
        this.a = a;
        this.b = b;
        this.y = y;
    }

    @Override
    public List<Operand> operands() {
        return List.of(a, b);
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
        Elementwise.addActivate(a.tensor(), b.tensor(), activation, y.tensor(), workers);
    }

    @Override
    public void backward(Workers workers) {
        contribute(a, workers);
        contribute(b, workers);
    }

    private void contribute(Operand operand, Workers workers) {
        if (!operand.needsGradient()) {
            return;
        }
        Tensor gradient = operand.contribution();
        if (activation.equals(Activation.IDENTITY)) {
            Elementwise.activate(Activation.IDENTITY, y.gradient(), gradient, workers);
        } else {
            Elementwise.reluGradient(y.tensor(), y.gradient(), gradient, workers);
        }
        operand.accumulate(workers);
    }
}
