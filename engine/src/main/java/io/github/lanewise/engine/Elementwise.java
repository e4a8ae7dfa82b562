package io.github.lanewise.engine;

import io.github.lanewise.engine.ElementwiseCall.Operation;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.tensor.UnaryOperation;

/**
 * Functions of single elements, of vectors along the last axis, and the zero-padded shortcut.
 *
 * <p>Operands and result have one shape of any rank, or a {@link ShapeException} names them; their paddings may differ. Only
 * the interior of the result is written. Unless said otherwise the result may be one of the operands, but must not overlap
 * one in another way. The bits depend neither on the tier, nor on the vector width, nor on the threads; nothing is allocated.
 */
public final class Elementwise {

    /** {@code out = a + b}. */
    public static void add(Tensor a, Tensor b, Tensor out, Workers workers) {
        addActivate(a, b, Activation.IDENTITY, out, workers);
    }

    /** {@code out = activation(a + b)}, the end of a residual block. */
    public static void addActivate(Tensor a, Tensor b, Activation activation, Tensor out, Workers workers) {
        binary(Operation.ADD, a, b, activation, out, workers);
    }

    /** {@code out = a - b}. */
    public static void subtract(Tensor a, Tensor b, Tensor out, Workers workers) {
        binary(Operation.SUBTRACT, a, b, Activation.IDENTITY, out, workers);
    }

    /** {@code out = a · b}, element by element. */
    public static void multiply(Tensor a, Tensor b, Tensor out, Workers workers) {
        binary(Operation.MULTIPLY, a, b, Activation.IDENTITY, out, workers);
    }

    /** {@code out = activation(in)}. */
    public static void activate(Activation activation, Tensor in, Tensor out, Workers workers) {
        unary(Operation.ACTIVATE, in, activation, out, workers);
    }

    /**
     * The gradient of ReLU, {@code dX = y <= 0 ? 0 : dY}, and 0 where its magnitude is below 2⁻¹²⁶: further operators would be
     * slow on such numbers.
     *
     * @param y the result of ReLU, or its operand
     * @param dX may be y or dY
     */
    public static void reluGradient(Tensor y, Tensor dY, Tensor dX, Workers workers) {
        Workers reaching = workers.reaching("y", y).reaching("dY", dY).reaching("dX", dX);
        binary(Operation.RELU_GRADIENT, y, dY, Activation.IDENTITY, dX, reaching);
    }

    /** {@code out = operation(in)}. */
    public static void apply(UnaryOperation operation, Tensor in, Tensor out, Workers workers) {
        requireSame(in, in, out);
        Workers forked = Operation.UNARY.workersFor(out, workers).reaching("in", in);
        ElementwiseCall.run(operation, in, out, forked);
    }

    /** {@code out = e^in}, off by at most 1.1 ulp. */
    public static void exp(Tensor in, Tensor out, Workers workers) {
        unary(Operation.EXP, in, Activation.IDENTITY, out, workers);
    }

    /** {@code out = 1 / (1 + e^-in)}, off by at most 2.5 ulp. */
    public static void sigmoid(Tensor in, Tensor out, Workers workers) {
        unary(Operation.SIGMOID, in, Activation.IDENTITY, out, workers);
    }

    /** {@code out = tanh(in)}, off by at most 2.6 ulp; odd, -0 included. */
    public static void tanh(Tensor in, Tensor out, Workers workers) {
        unary(Operation.TANH, in, Activation.IDENTITY, out, workers);
    }

    /**
     * {@code out = activation(in · scale + shift)} with one scale and one shift per channel, product and sum rounded one by
     * one: batch norm in inference.
     *
     * @param in {@code [..., C]}
     * @param scale {@code [C]}, not the result
     * @param shift {@code [C]}, not the result
     */
    public static void scaleShift(
            Tensor in, Tensor scale, Tensor shift, Activation activation, Tensor out, Workers workers) {
        requireSame(in, in, out);
        Shape shape = in.shape();
        if (shape.rank() == 0
                || scale.shape().rank() != 1
                || scale.shape().dimension(0) != shape.dimension(shape.rank() - 1)
                || !shift.shape().equals(scale.shape())) {
            throw new ShapeException("scaleShift of " + shape + " needs one scale and one shift per channel, got "
                    + scale.shape() + " and " + shift.shape());
        }
        Workers forked = Operation.SCALE_SHIFT
                .workersFor(out, workers)
                .reaching("in", in)
                .reaching("scale", scale)
                .reaching("shift", shift);
        ElementwiseCall.run(Operation.SCALE_SHIFT, in, scale, shift, activation, out, forked);
    }

    /**
     * {@code out = e^(in - max) / Σ e^(in - max)} over the last axis. A vector with NaN, with +∞, or of -∞ alone becomes NaN.
     */
    public static void softmax(Tensor in, Tensor out, Workers workers) {
        unary(Operation.SOFTMAX, in, Activation.IDENTITY, out, workers);
    }

    /** {@code out = in - max - ln Σ e^(in - max)} over the last axis: the logarithm of softmax. */
    public static void logSoftmax(Tensor in, Tensor out, Workers workers) {
        unary(Operation.LOG_SOFTMAX, in, Activation.IDENTITY, out, workers);
    }

    /** {@link #softmax(Tensor, Tensor, Workers)} over another axis than the last; slower. */
    public static void softmax(int axis, Tensor in, Tensor out, Workers workers) {
        softmax(Operation.SOFTMAX, axis, in, out, workers);
    }

    /** {@link #logSoftmax(Tensor, Tensor, Workers)} over another axis than the last; slower. */
    public static void logSoftmax(int axis, Tensor in, Tensor out, Workers workers) {
        softmax(Operation.LOG_SOFTMAX, axis, in, out, workers);
    }

    private static void softmax(Operation operation, int axis, Tensor in, Tensor out, Workers workers) {
        requireSame(in, in, out);
        if (axis < 0 || axis >= in.shape().rank()) {
            throw new ShapeException("softmax: " + in.shape() + " has no axis " + axis);
        }
        if (axis == in.shape().rank() - 1) {
            unary(operation, in, Activation.IDENTITY, out, workers);
        } else {
            AxisSoftmaxCall.run(operation == Operation.LOG_SOFTMAX, axis, in, out, workers);
        }
    }

    /**
     * The zero-padded shortcut: every {@code stride}-th pixel of every {@code stride}-th row, with channels of zeros before
     * and after its own. He et al. 2015 (arXiv:1512.03385), section 4.2, option A.
     *
     * @param channelsBefore how many of the new channels come before the old ones
     * @param in {@code [N, H, W, C]}, or features {@code [N, C]} as images of one pixel
     * @param out {@code [N, ⌈H / stride⌉, ⌈W / stride⌉, C']} or {@code [N, C']} with {@code C' >= channelsBefore + C}; must
     *     not overlap {@code in}
     * @throws IllegalArgumentException if stride is below 1 or channelsBefore negative
     */
    public static void subsamplePadChannels(int stride, int channelsBefore, Tensor in, Tensor out, Workers workers) {
        requireShortcut(stride, channelsBefore, in, out);
        SubsampleCall.run(stride, channelsBefore, in, out, workers);
    }

    /**
     * The gradient of the zero-padded shortcut: those of the channels that were copied go to the pixels that they were copied
     * from, all other pixels get 0.
     *
     * @param dOut the gradient of the result, of its shape
     * @param dIn the gradient of the operand, of its shape, overwritten; must not overlap {@code dOut}
     */
    public static void subsamplePadChannelsGradient(
            int stride, int channelsBefore, Tensor dOut, Tensor dIn, Workers workers) {
        requireShortcut(stride, channelsBefore, dIn, dOut);
        SubsampleGradientCall.run(false, stride, channelsBefore, dOut, dIn, workers);
    }

    /** The same, added to what {@code dIn} holds: only every {@code stride}-th pixel of every such row is touched. */
    public static void addSubsamplePadChannelsGradient(
            int stride, int channelsBefore, Tensor dOut, Tensor dIn, Workers workers) {
        requireShortcut(stride, channelsBefore, dIn, dOut);
        SubsampleGradientCall.run(true, stride, channelsBefore, dOut, dIn, workers);
    }

    private static void requireShortcut(int stride, int channelsBefore, Tensor in, Tensor out) {
        if (stride < 1 || channelsBefore < 0) {
            throw new IllegalArgumentException("stride must be at least 1 and channelsBefore at least 0, got " + stride
                    + " and " + channelsBefore);
        }
        Shape from = in.shape();
        Shape to = out.shape();
        int channelAxis = from.rank() - 1;
        boolean fits = (channelAxis == 1 || channelAxis == 3)
                && to.rank() == from.rank()
                && to.dimension(0) == from.dimension(0)
                && to.dimension(channelAxis) >= (long) channelsBefore + from.dimension(channelAxis);
        for (int axis = 1; fits && axis < channelAxis; axis++) {
            fits = to.dimension(axis) == Math.ceilDiv(from.dimension(axis), stride);
        }
        if (!fits) {
            throw new ShapeException("a zero-padded shortcut with stride " + stride + " and " + channelsBefore
                    + " channels before does not lead from " + from + " to " + to);
        }
    }

    private static void binary(
            Operation operation, Tensor a, Tensor b, Activation activation, Tensor out, Workers workers) {
        requireSame(a, b, out);
        Workers forked = operation.workersFor(out, workers).reaching("a", a).reaching("b", b);
        ElementwiseCall.run(operation, a, b, a, activation, out, forked);
    }

    private static void unary(Operation operation, Tensor in, Activation activation, Tensor out, Workers workers) {
        requireSame(in, in, out);
        Workers forked = operation.workersFor(out, workers).reaching("in", in);
        ElementwiseCall.run(operation, in, in, in, activation, out, forked);
    }

    private static void requireSame(Tensor a, Tensor b, Tensor out) {
        Shape shape = a.shape();
        if (!shape.equals(b.shape()) || !shape.equals(out.shape())) {
            throw new ShapeException("operands and result must have one shape, got " + shape
                    + (a.equals(b) ? "" : " and " + b.shape()) + " for a result " + out.shape());
        }
    }

    private Elementwise() {}
}
