package io.github.lanewise.layers.train.program;

import io.github.lanewise.engine.Pooling;
import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.PoolGeometry;
import java.util.List;

/** The largest value of each window, which alone receives the gradient. */
final class MaxPoolStep implements Step {
    private final PoolGeometry geometry;
    private final Operand x;
    private final Value y;

    MaxPoolStep(PoolGeometry geometry, Operand x, Value y) {
        this.geometry = geometry;
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
        return List.of(x.value());
    }

    @Override
    public void forward(Workers workers) {
        Pooling.max(geometry, x.tensor(), y.tensor(), workers);
    }

    @Override
    public void backward(Workers workers) {
        if (x.needsGradient()) {
            Pooling.maxGradient(geometry, x.tensor(), y.gradient(), x.contribution(), workers);
            x.accumulate(workers);
        }
    }
}
