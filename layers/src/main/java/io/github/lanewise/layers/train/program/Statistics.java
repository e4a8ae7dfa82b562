package io.github.lanewise.layers.train.program;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.Arena;

/**
 * The mean, biased variance and {@code 1 / sqrt(variance + epsilon)} of each channel over a batch.
 *
 * @param pixels how many a channel has in the batch
 * @param momentum the weight of a batch in the running statistics
 */
record Statistics(Tensor mean, Tensor variance, Tensor inverseDeviation, long pixels, double momentum) {
    static Statistics of(Arena arena, int channels, long pixels, double momentum) {
        Shape shape = Shape.of(channels);
        return new Statistics(
                Tensor.allocate(arena, shape),
                Tensor.allocate(arena, shape),
                Tensor.allocate(arena, shape),
                pixels,
                momentum);
    }
}
