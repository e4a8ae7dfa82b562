package io.github.lanewise.layers.train.program;

import io.github.lanewise.engine.Pooling;
import io.github.lanewise.engine.Workers;

/** The mean of each channel; its gradient is shared out evenly. */
record GlobalAverageStep(Operand x, Value output) implements SingleStep {
    @Override
    public void forward(Workers workers) {
        Pooling.globalAverage(x.tensor(), output.rows(), workers);
    }

    @Override
    public void differentiate(Workers workers) {
        Pooling.globalAverageGradient(output.gradientRows(), x.contribution(), workers);
    }
}
