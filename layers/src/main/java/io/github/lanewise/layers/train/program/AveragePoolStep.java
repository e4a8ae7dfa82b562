package io.github.lanewise.layers.train.program;

import io.github.lanewise.engine.Pooling;
import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.PoolGeometry;
import java.util.List;

/** The mean of each window; its gradient is shared out evenly. */
final class AveragePoolStep implements Step {
    private final PoolGeometry geometry;
    private final boolean countPadding;
    private final Operand x;
    private final Value y;

    AveragePoolStep(PoolGeometry geometry, boolean countPadding, Operand x, Value y) {
        this.geometry = geometry;
        this.countPadding = countPadding;
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
        Pooling.average(geometry, countPadding, x.tensor(), y.tensor(), workers);
    }

    @Override
    public void backward(Workers workers) {
        if (x.needsGradient()) {
            Pooling.averageGradient(geometry, countPadding, y.gradient(), x.contribution(), workers);
            x.accumulate(workers);
        }
    }
}
