package io.github.lanewise.layers;

import io.github.lanewise.engine.Layout;
import io.github.lanewise.engine.tensor.Tensor;

/**
 * Images {@code [N, H, W, C]} as features {@code [N, C * H * W]} in the order of {@code C, H, W}, so that dense weights
 * trained on channels-first images keep their meaning. Features pass unchanged.
 */
public record Flatten() implements Layer {
    @Override
    public Tensor forward(Tensor x, Tape tape) {
        if (x.shape().rank() == 2) {
            return x;
        }
        Tensor y = tape.allocate(outputShape(x.shape()));
        Layout.nhwcToNchw(x, y);
        return y;
    }

    @Override
    public Lowering.Value lower(Lowering.Value x, Lowering target) {
        return target.flatten(x);
    }
}
