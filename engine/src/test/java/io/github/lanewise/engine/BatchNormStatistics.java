package io.github.lanewise.engine;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;

/** What {@link BatchNorm#statistics} finds. */
record BatchNormStatistics(Tensor mean, Tensor variance, Tensor inverseDeviation) {

    static BatchNormStatistics of(Tensor x, double epsilon) {
        Shape shape = x.shape();
        int channels = shape.dimension(shape.rank() - 1);
        BatchNormStatistics statistics = new BatchNormStatistics(
                Tensor.of(new float[channels], channels),
                Tensor.of(new float[channels], channels),
                Tensor.of(new float[channels], channels));
        BatchNorm.statistics(
                x, epsilon, statistics.mean, statistics.variance, statistics.inverseDeviation, Workers.single());
        return statistics;
    }
}
