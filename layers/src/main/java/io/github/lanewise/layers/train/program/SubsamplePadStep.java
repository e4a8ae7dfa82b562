package io.github.lanewise.layers.train.program;

import io.github.lanewise.engine.Elementwise;
import io.github.lanewise.engine.Workers;
import java.util.List;

/** The zero-padded shortcut: y has zeros where x has no channel, and x no gradient where it is left out. */
final class SubsamplePadStep implements Step {
    private final int stride;
    private final int channelsBefore;
    private final Operand x;
    private final Value y;

    SubsamplePadStep(int stride, int channelsBefore, Operand x, Value y) {
        this.stride = stride;
        this.channelsBefore = channelsBefore;
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
        Elementwise.subsamplePadChannels(stride, channelsBefore, x.tensor(), y.tensor(), workers);
    }

    @Override
    public void backward(Workers workers) {
        if (x.needsGradient()) {
            Elementwise.subsamplePadChannelsGradient(stride, channelsBefore, y.gradient(), x.contribution(), workers);
            x.accumulate(workers);
        }
    }
}
