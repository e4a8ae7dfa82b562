package io.github.lanewise.engine;

import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * Batch norm in training, {@code y = activation((x - mean) / √(variance + epsilon) · weight + bias + residual)} with mean and
 * variance of every channel over all pixels of the batch. Ioffe and Szegedy, "Batch Normalization", 2015 (arXiv:1502.03167),
 * algorithm 1.
 *
 * <p>Tensors {@code [..., C]} have one shape of rank 1 to 8 with at least one pixel and any paddings, those of channels are
 * dense {@code [C]}; a {@link ShapeException} names those that do not fit. Only interiors are written. Sums go over blocks of
 * pixels that follow from the shape, which are joined one after the other in float64, so the bits depend neither on the tier,
 * nor on the vector width, nor on the threads; nothing is allocated.
 */
@SuppressWarnings("exports") // only an annotation: callers need no org.jspecify
public final class BatchNorm {

    /**
     * Mean, biased variance and {@code 1 / √(variance + epsilon)} of every channel.
     *
     * <p>The variance is that of differences from means near by, so it is accurate however large the mean is.
     */
    public static void statistics(
            Tensor x, double epsilon, Tensor mean, Tensor variance, Tensor inverseDeviation, Workers workers) {
        requireChannels(x, mean, variance, inverseDeviation, mean);
        Workers forked = workersFor(x, workers)
                .reaching("x", x)
                .reaching("mean", mean)
                .reaching("variance", variance)
                .reaching("inverseDeviation", inverseDeviation);
        BatchNormStatisticsCall.run(x, epsilon, mean, variance, inverseDeviation, forked);
    }

    /**
     * {@code running = (1 - momentum) · running + momentum · batch} for both, with the unbiased variance of the batch, as
     * PyTorch does.
     *
     * @param pixels how many the statistics are of, {@code elements / C}
     * @throws IllegalArgumentException if there are less than 2, which have no unbiased variance
     */
    public static void updateRunning(
            long pixels, double momentum, Tensor mean, Tensor variance, Tensor runningMean, Tensor runningVariance) {
        if (pixels < 2) {
            throw new IllegalArgumentException("an unbiased variance needs at least 2 pixels, got " + pixels);
        }
        requireChannels(mean, mean, variance, runningMean, runningVariance);
        Access.require("mean", mean.segment());
        Access.require("variance", variance.segment());
        Access.require("runningMean", runningMean.segment());
        Access.require("runningVariance", runningVariance.segment());
        move(momentum, 1, mean, runningMean);
        move(momentum, pixels / (pixels - 1.0), variance, runningVariance);
    }

    /**
     * {@code y = activation(((x - mean) · (inverseDeviation · weight) + bias) + residual)}, operations rounded one by one.
     *
     * @param residual of the shape of x, or null
     * @param y may be x or the residual, but must not overlap them otherwise
     */
    public static void apply(
            Tensor x,
            Tensor mean,
            Tensor inverseDeviation,
            Tensor weight,
            Tensor bias,
            @Nullable Tensor residual,
            Activation activation,
            Tensor y,
            Workers workers) {
        requireChannels(x, mean, inverseDeviation, weight, bias);
        requireSame(x, "y", y);
        requireSame(x, "residual", residual);
        Workers forked = workersFor(x, workers)
                .reaching("x", x)
                .reaching("mean", mean)
                .reaching("inverseDeviation", inverseDeviation)
                .reaching("weight", weight)
                .reaching("bias", bias)
                .reaching("residual", residual)
                .reaching("y", y);
        BatchNormApplyCall.run(x, mean, inverseDeviation, weight, bias, residual, activation, y, forked);
    }

    /**
     * The gradients of x, weight, bias and residual; with {@code g} for dY where the activation did not clamp, else 0, and
     * {@code n} for the normalised x: {@code dWeight = Σ g · n}, {@code dBias = Σ g}, {@code residualGradient = g}, and {@code
     * dX = weight · inverseDeviation · (g - (dBias + n · dWeight) / pixels)}.
     *
     * <p>Gradients of magnitudes below 2⁻¹²⁶ become 0 on the way: further operators would be slow on them.
     *
     * @param y the result of {@link #apply}, needed where a residual was added before a clamping activation; else null, which
     *     is faster
     * @param dX may be dY; otherwise it overlaps no operand
     * @param residualGradient of the shape of x, or null; may be dY if dX is not
     */
    public static void backward(
            Tensor x,
            Activation activation,
            @Nullable Tensor y,
            Tensor dY,
            Tensor mean,
            Tensor inverseDeviation,
            Tensor weight,
            Tensor bias,
            Tensor dX,
            Tensor dWeight,
            Tensor dBias,
            @Nullable Tensor residualGradient,
            Workers workers) {
        requireChannels(x, mean, inverseDeviation, weight, bias);
        requireChannels(x, dWeight, dBias, weight, bias);
        requireSame(x, "y", y);
        requireSame(x, "dY", dY);
        requireSame(x, "dX", dX);
        requireSame(x, "residualGradient", residualGradient);
        if (residualGradient != null && y == null) {
            throw new IllegalArgumentException("the gradient of a residual needs y, the result that it was added to");
        }
        Workers forked = workersFor(x, workers)
                .reaching("x", x)
                .reaching("y", y)
                .reaching("dY", dY)
                .reaching("mean", mean)
                .reaching("inverseDeviation", inverseDeviation)
                .reaching("weight", weight)
                .reaching("bias", bias)
                .reaching("dX", dX)
                .reaching("dWeight", dWeight)
                .reaching("dBias", dBias)
                .reaching("residualGradient", residualGradient);
        BatchNormGradientCall.run(
                x,
                activation,
                y,
                dY,
                mean,
                inverseDeviation,
                weight,
                bias,
                dX,
                dWeight,
                dBias,
                residualGradient,
                forked);
    }

    private static void move(double momentum, double factor, Tensor batch, Tensor running) {
        for (long at = 0; at < 4L * batch.shape().elements(); at += 4) {
            double value = batch.segment().get(ValueLayout.JAVA_FLOAT, at) * factor;
            double old = running.segment().get(ValueLayout.JAVA_FLOAT, at);
            running.segment().set(ValueLayout.JAVA_FLOAT, at, (float) (momentum * value + (1 - momentum) * old));
        }
    }

    /** A pass costs about two additions per element. */
    private static Workers workersFor(Tensor x, Workers workers) {
        return workers.forWork(2 * x.shape().elements());
    }

    private static void requireSame(Tensor x, String name, @Nullable Tensor other) {
        if (other != null && !other.shape().equals(x.shape())) {
            throw new ShapeException(
                    "batch norm of x " + x.shape() + " needs a " + name + " of that shape, got " + other.shape());
        }
    }

    private static void requireChannels(Tensor x, Tensor a, Tensor b, Tensor c, Tensor d) {
        Shape shape = x.shape();
        boolean fits = shape.rank() >= 1
                && shape.elements() > 0
                && a.shape().rank() == 1
                && a.shape().dimension(0) == shape.dimension(shape.rank() - 1)
                && b.shape().equals(a.shape())
                && c.shape().equals(a.shape())
                && d.shape().equals(a.shape());
        if (!fits) {
            throw new ShapeException(
                    "batch norm of " + shape + " needs pixels, and one value per channel of each kind, got " + a.shape()
                            + ", " + b.shape() + ", " + c.shape() + " and " + d.shape());
        }
    }

    private BatchNorm() {}
}
