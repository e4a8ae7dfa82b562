package io.github.lanewise.engine;

import io.github.lanewise.engine.conv.BiasGradientCall;
import io.github.lanewise.engine.conv.GradientCall;
import io.github.lanewise.engine.conv.InputGradientCall;
import io.github.lanewise.engine.conv.WeightGradientCall;
import io.github.lanewise.engine.conv.WinogradGradientCall;
import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.kernel.Kernels;
import io.github.lanewise.engine.tensor.ConvAlgorithm;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.tensor.TrainingAlgorithms;
import java.lang.foreign.Arena;
import org.jspecify.annotations.Nullable;

/**
 * A convolution in training: forward, and the gradients of its input, its weights and its bias.
 *
 * <p>{@code x} is {@code [N, H, W, inChannels]}, {@code y} and its gradient {@code dY} are {@code [N, H', W', outChannels]}; weights
 * and their gradient are dense, {@code [outChannels, inChannels / groups, kernelHeight, kernelWidth]}, as PyTorch keeps them.
 * Gradients overwrite their targets, the interior only; a target must not overlap an operand. A call takes up to 2³⁰ pixels.
 *
 * <p>Bits depend on the algorithms that were chosen, and neither on the vector width, nor on the threads; the errors of a
 * Winograd algorithm are those that {@link ConvAlgorithm} states. An object serves one call at a time; {@link #update} comes
 * before the first one.
 */
public final class TrainableConvolution {

    private final ConvGeometry geometry;
    private final TrainableShapes shapes;
    private final long filterSize;
    private final Tensor ohwi;
    private final ImagePass forward;
    private final ImagePass inputGradient;
    private final GradientCall weightGradient;
    private final Workers.Task weightGradientTask;
    private final Workers.Task joinTask;
    private final BiasGradientCall biasGradient;
    private final Workers.Task biasGradientTask;

    private TrainableConvolution(ConvGeometry geometry, TrainingAlgorithms algorithms) {
        this.geometry = geometry;
        shapes = new TrainableShapes(geometry);
        filterSize = geometry.weightShape().elements() / geometry.outChannels();
        KernelSet kernels = Kernels.current();
        ohwi = Tensor.allocate(Arena.ofAuto(), geometry.weightShape());
        forward = algorithms.forward() == ConvAlgorithm.DIRECT
                ? DirectPass.forward(kernels, geometry)
                : WinogradPass.forward(geometry, algorithms.forward(), ohwi);
        inputGradient = algorithms.inputGradient() == ConvAlgorithm.DIRECT
                ? DirectPass.inputGradient(kernels, geometry)
                : WinogradPass.inputGradient(geometry, algorithms.inputGradient(), ohwi);
        weightGradient = algorithms.weightGradient() == ConvAlgorithm.DIRECT
                ? new WeightGradientCall(geometry, kernels.pixels())
                : new WinogradGradientCall(geometry, kernels);
        weightGradientTask = weightGradient::compute;
        joinTask = weightGradient::join;
        biasGradient = new BiasGradientCall(geometry.outChannels(), kernels);
        biasGradientTask = biasGradient::compute;
    }

    /** A direct convolution whose weights are zero until the first {@link #update}. */
    public static TrainableConvolution of(ConvGeometry geometry) {
        return of(geometry, TrainingAlgorithms.DIRECT);
    }

    /**
     * The same by given algorithms, for instance {@link TrainingAlgorithms#fastest}.
     *
     * @throws IllegalArgumentException if they do not compute such convolutions
     */
    public static TrainableConvolution of(ConvGeometry geometry, TrainingAlgorithms algorithms) {
        if (!algorithms.fits(geometry)) {
            throw new IllegalArgumentException(
                    algorithms + " do not compute " + geometry + "; see TrainingAlgorithms.fits");
        }
        return new TrainableConvolution(geometry, algorithms);
    }

    public ConvGeometry geometry() {
        return geometry;
    }

    /**
     * Takes the weights as they are now: once in the beginning and whenever the optimiser has changed them.
     *
     * @param weights dense, {@code [outChannels, inChannels / groups, kernelHeight, kernelWidth]}
     * @throws ShapeException if the weights do not fit
     */
    public void update(Tensor weights) {
        shapes.requireWeights("weights", weights);
        Access.require("weights", weights.segment());
        Layout.oihwToOhwi(weights, ohwi);
        forward.update(ohwi);
        inputGradient.update(ohwi);
    }

    /** The padding of zeros that x should carry physically; an x with less is copied at every call. */
    public Padding inputPadding() {
        return geometry.padding();
    }

    /** The padding of zeros that dY should carry physically; a dY with less is copied at every call. */
    public Padding outputGradientPadding() {
        return InputGradientCall.outputPadding(geometry);
    }

    /**
     * {@code y = conv(x) + bias}; the bits are those of {@link Convolution#run} by the same algorithm. Takes the padding of x as
     * it is.
     *
     * @param newBias {@code [outChannels]}, or null
     * @throws ShapeException if the shapes do not fit
     */
    @SuppressWarnings("exports") // only an annotation: callers need no org.jspecify
    public void forward(Tensor x, @Nullable Tensor newBias, Tensor y, Workers workers) {
        shapes.requireImages(x.shape(), y.shape());
        if (newBias != null) {
            shapes.requireBias("bias", newBias);
        }
        Workers forked = workers.forProducts(products(y))
                .reaching("x", x)
                .reaching("bias", newBias)
                .reaching("y", y);
        if (y.shape().elements() == 0) {
            return;
        }
        forward.run(x, newBias, null, y, forked);
    }

    /**
     * {@code dX[n, i, j, c] = Σ dY[n, …] · w[…]}, the adjoint of the convolution without its bias. Directly, every element is one
     * chain of fused multiply-adds over kernel row and kernel column, both descending, and output channel; by a Winograd
     * algorithm, the bits are those of {@link Convolution#run} of {@link ConvGeometry#adjoint}. Takes the padding of dY as it is:
     * it holds zeros.
     *
     * @param dX shape of x
     * @throws ShapeException if the shapes do not fit
     */
    public void inputGradient(Tensor dY, Tensor dX, Workers workers) {
        inputGradient(dY, null, dX, workers);
    }

    /**
     * {@code dX += …}: the same gradient added to what dX holds, with the bits of {@link #inputGradient} and an addition.
     *
     * @param dX shape of x
     * @throws ShapeException if the shapes do not fit
     */
    public void addInputGradient(Tensor dY, Tensor dX, Workers workers) {
        inputGradient(dY, dX, dX, workers);
    }

    private void inputGradient(Tensor dY, @Nullable Tensor residual, Tensor dX, Workers workers) {
        shapes.requireImages(dX.shape(), dY.shape());
        Workers forked = workers.forProducts(products(dY)).reaching("dY", dY).reaching("dX", dX);
        if (dX.shape().elements() == 0) {
            return;
        }
        inputGradient.run(dY, null, residual, dX, forked);
    }

    /**
     * {@code dW[o, c, ky, kx] = Σ dY[n, i, j, o] · x[n, i · stride + ky · dilation - top, …, c]} over all pixels of all images:
     * chains in float32 whose length follows from the shapes, joined in float64. By a Winograd algorithm the chains run over tiles
     * in its domain; for random numbers it differs from the direct one by some 2e-6 of the largest gradient.
     *
     * @throws ShapeException if the shapes do not fit
     */
    public void weightGradient(Tensor x, Tensor dY, Tensor dWeights, Workers workers) {
        shapes.requireImages(x.shape(), dY.shape());
        shapes.requireWeights("dWeights", dWeights);
        Workers forked = workers.forProducts(products(dY))
                .reaching("x", x)
                .reaching("dY", dY)
                .reaching("dWeights", dWeights);
        try {
            weightGradient.begin(x, dY, dWeights, forked.threads());
            forked.run(weightGradient.parts(), weightGradientTask);
            forked.run(weightGradient.joins(), joinTask);
        } finally {
            weightGradient.end();
        }
    }

    /**
     * {@code dBias[o] = Σ dY[n, i, j, o]} over all pixels of all images.
     *
     * @throws ShapeException if the shapes do not fit
     */
    public void biasGradient(Tensor dY, Tensor dBias, Workers workers) {
        shapes.requireOutput(dY.shape());
        shapes.requireBias("dBias", dBias);
        Workers forked =
                workers.forWork(dY.shape().elements()).reaching("dY", dY).reaching("dBias", dBias);
        try {
            biasGradient.begin(dY);
            forked.run(biasGradient.parts(), biasGradientTask);
            biasGradient.join(dBias);
        } finally {
            biasGradient.end();
        }
    }

    private long products(Tensor y) {
        return y.shape().elements() * filterSize;
    }
}
