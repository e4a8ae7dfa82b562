package io.github.lanewise.layers;

import io.github.lanewise.engine.Pooling;
import io.github.lanewise.engine.tensor.Tensor;

/** The mean of each channel over the whole image, {@code [N, H, W, C] -> [N, 1, 1, C]}. */
public record GlobalAveragePool() implements Layer {
    @Override
    public Tensor forward(Tensor x, Tape tape) {
        Tensor y = tape.allocate(outputShape(x.shape()));
        Tensor means = y.reshape(x.shape().dimension(0), x.shape().dimension(3));
        Pooling.globalAverage(x, means, tape.workers());
        return y;
    }

    @Override
    public Lowering.Value lower(Lowering.Value x, Lowering target) {
        return target.globalAveragePool(x);
    }
}
