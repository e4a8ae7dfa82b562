package io.github.lanewise.engine.conv;

import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import org.jspecify.annotations.Nullable;

/** Gives inputs the physical padding that a convolution reads; those that lack it are copied into memory kept here. */
final class PaddedInput {

    private final Padding padding;
    private @Nullable Tensor padded;

    PaddedInput(Padding padding) {
        this.padding = padding;
    }

    Tensor of(Tensor input) {
        if (input.padding().covers(padding)) {
            return input;
        }
        Tensor target = padded;
        if (target == null || !target.shape().equals(input.shape())) {
            target = Tensor.allocate(Arena.ofAuto(), input.shape(), padding);
            padded = target;
        }
        target.copyFrom(input);
        return target;
    }
}
