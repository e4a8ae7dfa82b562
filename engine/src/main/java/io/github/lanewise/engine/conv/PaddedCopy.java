package io.github.lanewise.engine.conv;

import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** A copy with a padding of zeros, in memory that is used again for the next tensor of the same shape. */
final class PaddedCopy {

    /** A tensor without elements, for calls to hold while none is under way. */
    static final Tensor NOTHING = Tensor.view(MemorySegment.NULL, Shape.of(0, 0, 0, 0), Padding.NONE);

    private @Nullable Tensor copy;

    /** The tensor itself if its padding covers the needed one, else a copy with the needed one. */
    Tensor covering(Padding needed, Tensor tensor) {
        if (tensor.padding().covers(needed)) {
            return tensor;
        }
        Tensor target = copy;
        if (target == null || !target.shape().equals(tensor.shape())) {
            target = Tensor.allocate(Arena.ofAuto(), tensor.shape(), needed);
            copy = target;
        }
        return target.copyFrom(tensor);
    }
}
