package io.github.lanewise.layers.train.program;

import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.BatchNorm2d;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a network computes in training, one operation each; batch norm is one of its own. */
sealed interface Operation {
    /**
     * One operation and its result.
     *
     * @param id its place in the list of nodes; 0 is the input of the network
     * @param shape of the result, with the batch
     */
    record Node(int id, String name, Operation operation, List<Integer> operands, Shape shape) {}

    record Input() implements Operation {}

    /** Weights {@code [outChannels, inChannels / groups, kernelHeight, kernelWidth]}. */
    record Convolution(
            ConvGeometry geometry, Tensor weights, @Nullable Tensor bias) implements Operation {}

    /** {@code x Wᵀ + bias}, W {@code [outFeatures, inFeatures]}. */
    record Linear(Tensor weights, @Nullable Tensor bias) implements Operation {}

    record BatchNorm(BatchNorm2d layer) implements Operation {}

    record Add() implements Operation {}

    record Activate(Activation activation) implements Operation {}

    record MaxPool(PoolGeometry geometry) implements Operation {}

    record AveragePool(PoolGeometry geometry, boolean countPadding) implements Operation {}

    record GlobalAverage() implements Operation {}

    record SubsamplePad(int stride, int channelsBefore) implements Operation {}

    record Flatten() implements Operation {}
}
