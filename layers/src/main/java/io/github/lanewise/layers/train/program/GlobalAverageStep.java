package io.github.lanewise.layers.train.program;

import io.github.lanewise.engine.Pooling;
import io.github.lanewise.engine.Workers;
import java.util.List;

/** The mean of each channel; its gradient is shared out evenly. */
final class GlobalAverageStep implements Step {
    private final Operand x;
    private final Value y;

    GlobalAverageStep(Operand x, Value y) {
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
        return List.of();
    }

    @Override
    public void forward(Workers workers) {
        Pooling.globalAverage(x.tensor(), y.rows(), workers);
    }

    @Override
    public void backward(Workers workers) {
        if (x.needsGradient()) {
            Pooling.globalAverageGradient(y.gradientRows(), x.contribution(), workers);
            x.accumulate(workers);
        }
    }
}
