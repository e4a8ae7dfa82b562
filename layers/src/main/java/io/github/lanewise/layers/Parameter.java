package io.github.lanewise.layers;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.Arena;

/**
 * A tensor that belongs to a layer: learned by gradient descent, or a buffer such as a running mean.
 *
 * <p>The values lie densely in native memory in PyTorch's layout:
 * {@code [outChannels, inChannels / groups, kernelHeight, kernelWidth]} for a convolution,
 * {@code [outFeatures, inFeatures]} for a dense layer. The name is the key in {@link Layer#parameters()}.
 */
public record Parameter(Tensor values, Role role) {
    /** What changes the values: the optimiser, or the forward pass of training. */
    public enum Role {
        TRAINABLE,
        BUFFER
    }

    /** A trainable parameter, every value of which is the given one. */
    public static Parameter trainable(float value, Shape shape) {
        return filled(value, shape, Role.TRAINABLE);
    }

    /** A buffer, every value of which is the given one. */
    public static Parameter buffer(float value, Shape shape) {
        return filled(value, shape, Role.BUFFER);
    }

    private static Parameter filled(float value, Shape shape, Role role) {
        return new Parameter(Tensor.allocate(Arena.ofAuto(), shape).fill(value), role);
    }

    public Shape shape() {
        return values.shape();
    }

    public boolean isTrainable() {
        return role == Role.TRAINABLE;
    }
}
