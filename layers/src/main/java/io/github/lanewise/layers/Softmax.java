package io.github.lanewise.layers;

import io.github.lanewise.engine.Elementwise;
import io.github.lanewise.engine.tensor.Tensor;

/** {@code exp(x) / sum(exp(x))} over the features of each row of {@code [N, F]}. */
public record Softmax() implements Layer {
    @Override
    public Tensor forward(Tensor x, Tape tape) {
        Tensor y = tape.allocate(outputShape(x.shape()));
        Elementwise.softmax(x, y, tape.workers());
        return y;
    }

    @Override
    public Lowering.Value lower(Lowering.Value x, Lowering target) {
        return target.softmax(x);
    }
}
