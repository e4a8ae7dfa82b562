package io.github.lanewise.layers.train.program;

import io.github.lanewise.engine.BatchNorm;
import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.BatchNorm2d;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code y = g((x - mean) / sqrt(variance + epsilon) * weight + bias (+ r))} with the mean and variance of the batch, the
 * end of a residual block in one step. Ioffe and Szegedy 2015 (arXiv:1502.03167), algorithm 1, and the chain rule there.
 *
 * <p>Each forward pass moves the running statistics towards those of the batch, the variance with n - 1 in its
 * denominator: {@code running = (1 - momentum) * running + momentum * batch}, as PyTorch defines them.
 */
final class BatchNormStep implements Step {
    private final BatchNorm2d layer;
    private final Statistics statistics;
    private final Learned weight;
    private final Learned bias;
    private final Activation activation;
    private final Operand x;
    private final @Nullable Operand residual;
    private final Value y;

    BatchNormStep(
            BatchNorm2d layer,
            Statistics statistics,
            Learned weight,
            Learned bias,
            Activation activation,
            Operand x,
            @Nullable Operand residual,
            Value y) {
        this.layer = layer;
        this.statistics = statistics;
        this.weight = weight;
        this.bias = bias;
        this.activation = activation;
        this.x = x;
        this.residual = residual;
        this.y = y;
    }

    @Override
    public List<Operand> operands() {
        return Stream.of(x, residual).filter(Objects::nonNull).toList();
    }

    @Override
    public Value output() {
        return y;
    }

    @Override
    public List<Value> saved() {
        return residual == null ? List.of(x.value()) : List.of(x.value(), y);
    }

    @Override
    public void forward(Workers workers) {
        BatchNorm.statistics(
                x.tensor(),
                layer.epsilon(),
                statistics.mean(),
                statistics.variance(),
                statistics.inverseDeviation(),
                workers);
        BatchNorm.updateRunning(
                statistics.pixels(),
                statistics.momentum(),
                statistics.mean(),
                statistics.variance(),
                layer.runningMean().values(),
                layer.runningVariance().values());
        recompute(workers);
    }

    @Override
    public void recompute(Workers workers) {
        BatchNorm.apply(
                x.tensor(),
                statistics.mean(),
                statistics.inverseDeviation(),
                weight.values(),
                bias.values(),
                residual == null ? null : residual.tensor(),
                activation,
                y.tensor(),
                workers);
    }

    @Override
    public void backward(Workers workers) {
        Tensor residualGradient = residual != null && residual.needsGradient() ? residual.contribution() : null;
        BatchNorm.backward(
                x.tensor(),
                activation,
                residual == null ? null : y.tensor(),
                y.gradient(),
                statistics.mean(),
                statistics.inverseDeviation(),
                weight.values(),
                bias.values(),
                x.contribution(),
                weight.trainedGradient(),
                bias.trainedGradient(),
                residualGradient,
                workers);
        x.accumulate(workers);
        if (residual != null && residual.needsGradient()) {
            residual.accumulate(workers);
        }
    }
}
