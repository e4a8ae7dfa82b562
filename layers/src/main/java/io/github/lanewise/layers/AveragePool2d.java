package io.github.lanewise.layers;

import io.github.lanewise.engine.Pooling;
import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.engine.tensor.Tensor;

/**
 * The mean of each window; zeros of the padding count as values if {@code countPadding}, as PyTorch does by default.
 */
public record AveragePool2d(PoolGeometry geometry, boolean countPadding) implements Layer {
    @Override
    public Tensor forward(Tensor x, Tape tape) {
        Tensor y = tape.allocate(outputShape(x.shape()));
        Pooling.average(geometry, countPadding, x, y, tape.workers());
        return y;
    }

    @Override
    public Lowering.Value lower(Lowering.Value x, Lowering target) {
        return target.averagePool(x, geometry, countPadding);
    }
}
