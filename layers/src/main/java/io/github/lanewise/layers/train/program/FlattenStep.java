package io.github.lanewise.layers.train.program;

import io.github.lanewise.engine.Layout;
import io.github.lanewise.engine.Workers;
import java.util.List;

/** Images as rows in the order of channel, row and column. */
final class FlattenStep implements Step {
    private final Operand x;
    private final Value y;

    FlattenStep(Operand x, Value y) {
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
        Layout.nhwcToNchw(x.tensor(), y.tensor());
    }

    @Override
    public void backward(Workers workers) {
        if (x.needsGradient()) {
            Layout.nchwToNhwc(y.gradient(), x.contribution());
            x.accumulate(workers);
        }
    }
}
