package io.github.lanewise.layers.train.program;

import io.github.lanewise.engine.Layout;
import io.github.lanewise.engine.Workers;

/** Images as rows in the order of channel, row and column. */
record FlattenStep(Operand x, Value output) implements SingleStep {
    @Override
    public void forward(Workers workers) {
        Layout.nhwcToNchw(x.tensor(), output.tensor());
    }

    @Override
    public void differentiate(Workers workers) {
        Layout.nchwToNhwc(output.gradient(), x.contribution());
    }
}
