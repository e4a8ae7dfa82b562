package io.github.lanewise.layers;

import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The operations that layers lower to. Each call appends one operation and returns its result; operands that do not fit
 * end in a {@link ShapeException} naming the operation and both shapes. Weights are referred to, not copied.
 */
public interface Lowering {
    /** The result of an operation; its shape is that of one image, {@code [1, H, W, C]} or {@code [1, F]}. */
    record Value(int id, Shape shape) {}

    /** The same target with operations named below the given name: {@code layer1}, then {@code layer1.0}. */
    Lowering at(String name);

    /** Convolution with weights {@code [outChannels, inChannels / groups, kernelHeight, kernelWidth]}. */
    @SuppressWarnings("exports") // only an annotation: callers need no org.jspecify
    Value convolution(Value x, ConvGeometry geometry, Tensor weights, @Nullable Tensor bias);

    /** {@code x Wᵀ + bias} with weights W {@code [outFeatures, inFeatures]}. */
    @SuppressWarnings("exports") // only an annotation: callers need no org.jspecify
    Value linear(Value x, Tensor weights, @Nullable Tensor bias);

    /** {@code scale * x + shift} for every channel. */
    Value scaleShift(Value x, ChannelAffine affine);

    /** Batch norm: by default what it is in inference, the {@link #scaleShift} of its present parameters. */
    default Value batchNorm(Value x, BatchNorm2d layer) {
        return scaleShift(x, ChannelAffine.of(layer));
    }

    Value add(Value a, Value b);

    Value activate(Value x, Activation activation);

    Value maxPool(Value x, PoolGeometry geometry);

    Value averagePool(Value x, PoolGeometry geometry, boolean countPadding);

    /** The mean of each channel, {@code [1, 1, 1, C]}. */
    Value globalAveragePool(Value x);

    /** Every stride-th pixel in both directions, with channels of zeros put before and after those of x. */
    Value subsamplePad(Value x, int stride, int channelsBefore, int channelsAfter);

    /** {@code [1, H, W, C]} as {@code [1, C * H * W]} in the order of {@code C, H, W}. */
    Value flatten(Value x);

    Value softmax(Value x);

    /**
     * Tells that x is all that a block of the network hands on, and appends nothing; training may compute such a block
     * a second time instead of keeping what lies inside it.
     */
    default Value endOfBlock(Value x) {
        return x;
    }
}
