package io.github.lanewise.layers;

import io.github.lanewise.engine.Pooling;
import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.engine.tensor.Tensor;

/** The largest value of each window; padding never wins. */
public record MaxPool2d(PoolGeometry geometry) implements Layer {
    @Override
    public Tensor forward(Tensor x, Tape tape) {
        Tensor y = tape.allocate(outputShape(x.shape()));
        Pooling.max(geometry, x, y, tape.workers());
        return y;
    }

    @Override
    public Lowering.Value lower(Lowering.Value x, Lowering target) {
        return target.maxPool(x, geometry);
    }
}
