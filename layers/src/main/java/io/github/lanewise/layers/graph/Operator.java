package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.ChannelAffine;

/** What a {@link Node} computes from its operands x, and r where a residual is fused. */
public sealed interface Operator {
    /**
     * What is given to the model.
     *
     * @param index of the model's input
     */
    record Input(int index, Edge edge) implements Operator {}

    /** Numbers known before the model runs, dense and never written. */
    record Constant(Tensor values) implements Operator {}

    /**
     * {@code activation(scale * conv(x, weights) + shift (+ r))}.
     *
     * @param weights {@code [outChannels, inChannels / groups, kernelHeight, kernelWidth]}, before the scale
     */
    record Conv(ConvGeometry geometry, Tensor weights, ChannelAffine affine, Activation activation)
            implements Weighted {
        @Override
        public Conv with(ChannelAffine newAffine) {
            return new Conv(geometry, weights, newAffine, activation);
        }

        @Override
        public Conv with(Activation newActivation) {
            return new Conv(geometry, weights, affine, newActivation);
        }
    }

    /**
     * {@code activation(scale * (x Wᵀ) + shift (+ r))}.
     *
     * @param weights W {@code [outFeatures, inFeatures]}, before the scale
     */
    record Linear(Tensor weights, ChannelAffine affine, Activation activation) implements Weighted {
        @Override
        public Linear with(ChannelAffine newAffine) {
            return new Linear(weights, newAffine, activation);
        }

        @Override
        public Linear with(Activation newActivation) {
            return new Linear(weights, affine, newActivation);
        }
    }

    /** {@code activation(scale * x + shift)} for every channel. */
    record ScaleShift(ChannelAffine affine, Activation activation) implements Activated {
        @Override
        public ScaleShift with(Activation newActivation) {
            return new ScaleShift(affine, newActivation);
        }
    }

    /** {@code activation(x + r)}. */
    record Add(Activation activation) implements Activated {
        @Override
        public Add with(Activation newActivation) {
            return new Add(newActivation);
        }
    }

    /** {@code activation(x)}. */
    record Activate(Activation activation) implements Operator {}

    /** The largest value of each window. */
    record MaxPool(PoolGeometry geometry) implements Operator {}

    /** The mean of each window, zeros of the padding counted or not. */
    record AveragePool(PoolGeometry geometry, boolean countPadding) implements Operator {}

    /** The mean of each channel. */
    record GlobalAveragePool() implements Operator {}

    /** Every stride-th pixel in both directions, with channels of zeros before and after. */
    record SubsamplePad(int stride, int channelsBefore, int channelsAfter) implements Operator {}

    /** {@code [N, H, W, C]} in the order of {@code N, C, H, W}, in whatever shape the node has. */
    record Flatten() implements Operator {}

    /** What is in the order of {@code N, C, H, W}, in whatever shape, as {@code [N, H, W, C]}. */
    record Images() implements Operator {}

    /** The same elements in the same order in another shape. */
    record Reshape() implements Operator {}

    /** {@code exp(x) / sum(exp(x))} over each row. */
    record Softmax() implements Operator {}

    /** An operator that applies an activation while it stores its result. */
    sealed interface Activated extends Operator {
        Activation activation();

        Activated with(Activation activation);
    }

    /**
     * A linear operator with weights, which can take a per-channel scale and shift and a residual into its epilogue.
     */
    sealed interface Weighted extends Activated {
        Tensor weights();

        ChannelAffine affine();

        Weighted with(ChannelAffine affine);
    }
}
