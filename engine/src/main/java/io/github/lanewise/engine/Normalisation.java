package io.github.lanewise.engine;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;

/**
 * Normalisation by statistics of the input itself: {@code y = (x - mean) / √(variance + epsilon) · scale + shift} with the
 * population variance, computed from the mean.
 *
 * <p>Only the interior of the result is written; it may be the operand, but must not overlap it otherwise. Every sum has one
 * order, so the bits depend neither on the tier, nor on the vector width, nor on the threads; nothing is allocated.
 */
public final class Normalisation {

    /**
     * Statistics of every group of neighbouring channels of every image: instance norm with as many groups as channels. Wu and
     * He, "Group Normalization", 2018 (arXiv:1803.08494).
     *
     * @param x {@code [N, H, W, C]} of any padding
     * @param scale dense, {@code [C]}
     * @param shift dense, {@code [C]}
     * @throws ShapeException if the shapes do not fit, or groups do not divide the channels
     */
    public static void group(
            int groups, Tensor x, Tensor scale, Tensor shift, float epsilon, Tensor y, Workers workers) {
        Shape shape = x.shape();
        boolean fits = shape.rank() == 4
                && shape.equals(y.shape())
                && isVector(scale.shape(), shape.dimension(3))
                && isVector(shift.shape(), shape.dimension(3))
                && groups >= 1
                && shape.dimension(3) % groups == 0;
        if (!fits) {
            throw new ShapeException("group norm in " + groups + " groups of " + shape + " with scale " + scale.shape()
                    + " and shift " + shift.shape() + " does not give " + y.shape());
        }
        GroupNormCall.run(groups, x, scale, shift, epsilon, y, workers);
    }

    /**
     * Statistics of every vector along the last axis. Ba, Kiros and Hinton, "Layer Normalization", 2016 (arXiv:1607.06450).
     *
     * @param x dense, {@code [..., C]}
     * @param scale dense, {@code [C]}
     * @param shift dense, {@code [C]}
     * @param y dense, of the shape of x
     * @throws ShapeException if the shapes do not fit or a tensor is not dense
     */
    public static void layer(Tensor x, Tensor scale, Tensor shift, float epsilon, Tensor y, Workers workers) {
        Shape shape = x.shape();
        boolean fits = shape.rank() >= 1
                && shape.equals(y.shape())
                && x.isDense()
                && y.isDense()
                && isVector(scale.shape(), shape.dimension(shape.rank() - 1))
                && isVector(shift.shape(), shape.dimension(shape.rank() - 1));
        if (!fits) {
            throw new ShapeException("layer norm of " + x + " with scale " + scale.shape() + " and shift "
                    + shift.shape() + " does not give a dense " + y);
        }
        LayerNormCall.run(x, scale, shift, epsilon, y, workers);
    }

    /**
     * Local response normalisation across channels: {@code y[c] = x[c] / (bias + alpha / size · Σ x[i]²)^beta} over the
     * channels i from {@code c - ⌊(size - 1) / 2⌋} to {@code c + ⌈(size - 1) / 2⌉} that exist, ascending. Krizhevsky et al.,
     * "ImageNet Classification with Deep Convolutional Neural Networks", 2012, section 3.3.
     *
     * @param x {@code [..., C]}
     * @param y of the shape of x
     * @throws ShapeException if the shapes differ or size is below 1
     */
    public static void localResponse(
            int size, float alpha, float beta, float bias, Tensor x, Tensor y, Workers workers) {
        Shape shape = x.shape();
        if (shape.rank() == 0 || !shape.equals(y.shape()) || size < 1) {
            throw new ShapeException("local response normalisation of " + size + " channels of " + shape
                    + " does not give " + y.shape());
        }
        LocalResponseCall.run(size, alpha, beta, bias, x, y, workers);
    }

    private static boolean isVector(Shape shape, int extent) {
        return shape.rank() == 1 && shape.dimension(0) == extent;
    }

    private Normalisation() {}
}
