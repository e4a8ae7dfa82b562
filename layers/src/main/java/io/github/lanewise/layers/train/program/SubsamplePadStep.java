package io.github.lanewise.layers.train.program;

import io.github.lanewise.engine.Elementwise;
import io.github.lanewise.engine.Workers;

/** The zero-padded shortcut: y has zeros where x has no channel, and x no gradient where it is left out. */
record SubsamplePadStep(int stride, int channelsBefore, Operand x, Value output) implements SingleStep {
    @Override
    public void forward(Workers workers) {
        Elementwise.subsamplePadChannels(stride, channelsBefore, x.tensor(), output.tensor(), workers);
    }

    @Override
    public void differentiate(Workers workers) {
        Elementwise.subsamplePadChannelsGradient(stride, channelsBefore, output.gradient(), x.contribution(), workers);
    }
}
