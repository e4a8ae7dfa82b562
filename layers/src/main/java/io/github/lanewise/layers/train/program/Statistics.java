package io.github.lanewise.layers.train.program;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.BatchNorm2d;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The mean, variance and {@code 1 / sqrt(variance + epsilon)} of each channel over a batch.
 *
 * @param count how many pixels a channel has in the batch
 * @param momentum the weight of a batch in the running statistics
 */
record Statistics(Tensor mean, Tensor variance, Tensor inverseDeviation, long count, double momentum) {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

    static Statistics of(Arena arena, int channels, long count, double momentum) {
        Shape shape = Shape.of(channels);
        return new Statistics(
                Tensor.allocate(arena, shape),
                Tensor.allocate(arena, shape),
                Tensor.allocate(arena, shape),
                count,
                momentum);
    }

    /** Moves the running statistics of a layer towards these. */
    void update(BatchNorm2d layer) {
        double unbiased = count / (count - 1.0);
        move(layer.runningMean().values().segment(), mean.segment(), 1);
        move(layer.runningVariance().values().segment(), variance.segment(), unbiased);
    }

    private void move(MemorySegment running, MemorySegment batch, double factor) {
        int channels = mean.shape().dimension(0);
        for (int c = 0; c < channels; c++) {
            double moved = (1 - momentum) * running.getAtIndex(FLOAT, c) + momentum * factor * batch.getAtIndex(FLOAT, c);
            running.setAtIndex(FLOAT, c, (float) moved);
        }
    }
}
