package io.github.lanewise.layers;

import io.github.lanewise.engine.Elementwise;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.Tensor;

/** {@code max(x, 0)}, or clipped {@code min(max(x, 0), limit)}; NaN stays NaN. */
public record Relu(Activation activation) implements Layer {
    public static Relu of() {
        return new Relu(Activation.RELU);
    }

    /** ReLU6 is {@code clipped(6)}. */
    public static Relu clipped(float limit) {
        return new Relu(Activation.clippedRelu(limit));
    }

    @Override
    public Tensor forward(Tensor x, Tape tape) {
        Tensor y = tape.allocate(x.shape());
        Elementwise.activate(activation, x, y, tape.workers());
        return y;
    }

    @Override
    public Lowering.Value lower(Lowering.Value x, Lowering target) {
        return target.activate(x, activation);
    }
}
