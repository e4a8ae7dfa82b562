package io.github.lanewise.layers.train.program;

import io.github.lanewise.engine.Pooling;
import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.PoolGeometry;
import java.util.List;

/** The largest value of each window, which alone receives the gradient. */
record MaxPoolStep(PoolGeometry geometry, Operand x, Value output) implements SingleStep {
    @Override
    public List<Value> saved() {
        return List.of(x.value());
    }

    @Override
    public void forward(Workers workers) {
        Pooling.max(geometry, x.tensor(), output.tensor(), workers);
    }

    @Override
    public void differentiate(Workers workers) {
        Pooling.maxGradient(geometry, x.tensor(), output.gradient(), x.contribution(), workers);
    }
}
