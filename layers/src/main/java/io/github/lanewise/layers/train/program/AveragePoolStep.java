package io.github.lanewise.layers.train.program;

import io.github.lanewise.engine.Pooling;
import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.PoolGeometry;

/** The mean of each window; its gradient is shared out evenly. */
record AveragePoolStep(PoolGeometry geometry, boolean countPadding, Operand x, Value output) implements SingleStep {
    @Override
    public void forward(Workers workers) {
        Pooling.average(geometry, countPadding, x.tensor(), output.tensor(), workers);
    }

    @Override
    public void differentiate(Workers workers) {
        Pooling.averageGradient(geometry, countPadding, output.gradient(), x.contribution(), workers);
    }
}
