package io.github.lanewise.engine;

import io.github.lanewise.engine.ElementwiseCall.Operation;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/**
 * Operations on every element of a tensor. Operands and result have one shape and any paddings; only the interior of the
 * result is written, and it may be an operand. The same bits on every tier, vector width and number of threads.
 *
 * <p>All methods throw {@link ShapeException} where shapes differ.
 */
public final class Elementwise {

    /** {@code out = a + b}. */
    public static void add(Tensor a, Tensor b, Tensor out, Workers workers) {
        addActivate(a, b, Activation.IDENTITY, out, workers);
    }

    /** {@code out = activation(a + b)}. */
    public static void addActivate(Tensor a, Tensor b, Activation activation, Tensor out, Workers workers) {
        binary(Operation.ADD, a, b, activation, out, workers);
    }

    /** {@code out = a - b}. */
    public static void subtract(Tensor a, Tensor b, Tensor out, Workers workers) {
        binary(Operation.SUBTRACT, a, b, Activation.IDENTITY, out, workers);
    }

    /** {@code out = a * b}, element by element. */
    public static void multiply(Tensor a, Tensor b, Tensor out, Workers workers) {
        binary(Operation.MULTIPLY, a, b, Activation.IDENTITY, out, workers);
    }

    /** {@code out = activation(in)}. NaN passes. */
    public static void activate(Activation activation, Tensor in, Tensor out, Workers workers) {
        unary(Operation.CLAMP, in, activation, out, workers);
    }

    /** {@code out = e^in}, to 1 ulp. */
    public static void exp(Tensor in, Tensor out, Workers workers) {
        unary(Operation.EXP, in, Activation.IDENTITY, out, workers);
    }

    /** {@code out = 1 / (1 + e^-in)}, to 2.5 ulp. */
    public static void sigmoid(Tensor in, Tensor out, Workers workers) {
        unary(Operation.SIGMOID, in, Activation.IDENTITY, out, workers);
    }

    /** {@code out = tanh(in)}, to 2.5 ulp. */
    public static void tanh(Tensor in, Tensor out, Workers workers) {
        unary(Operation.TANH, in, Activation.IDENTITY, out, workers);
    }

    /**
     * {@code out = activation(in * scale + shift)}, product and sum rounded one by one; scale and shift are dense vectors along the
     * last axis. Batch norm in inference is this.
     */
    public static void scaleShift(
            Tensor in, Tensor scale, Tensor shift, Activation activation, Tensor out, Workers workers) {
        checkSame(in, out);
        Shape shape = in.shape();
        if (shape.rank() == 0
                || !scale.shape().equals(Shape.of(shape.dimension(shape.rank() - 1)))
                || !shift.shape().equals(scale.shape())) {
            throw new ShapeException("scaleShift of " + shape + " needs vectors along its last axis, got scale "
                    + scale.shape() + " and shift " + shift.shape());
        }
        ElementwiseCall.run(Operation.SCALE_SHIFT, in, scale, shift, activation, out, workers);
    }

    /** Softmax over the last axis: {@code out = e^(in - max) / Σ e^(in - max)}, the sum taken in order. */
    public static void softmax(Tensor in, Tensor out, Workers workers) {
        unary(Operation.SOFTMAX, in, Activation.IDENTITY, out, workers);
    }

    /** The logarithm of {@link #softmax}, computed as {@code in - max - log Σ}. */
    public static void logSoftmax(Tensor in, Tensor out, Workers workers) {
        unary(Operation.LOG_SOFTMAX, in, Activation.IDENTITY, out, workers);
    }

    /**
     * The zero-padded shortcut without parameters (He et al. 2015, arXiv:1512.03385, option A): every {@code stride}-th pixel
     * of every {@code stride}-th row, with channels of zeros before and behind.
     *
     * @param in {@code [N, H, W, C]}
     * @param channelsBefore zeros before the first channel
     * @param out {@code [N, ⌈H / stride⌉, ⌈W / stride⌉, C']} with {@code C' >= channelsBefore + C}; must not overlap in
     */
    public static void subsamplePadChannels(int stride, int channelsBefore, Tensor in, Tensor out, Workers workers) {
        Shape from = in.shape();
        Shape to = out.shape();
        if (stride < 1 || channelsBefore < 0) {
            throw new IllegalArgumentException("stride must be at least 1 and channelsBefore not negative, got "
                    + stride + " and " + channelsBefore);
        }
        if (from.rank() != 4
                || to.rank() != 4
                || to.dimension(0) != from.dimension(0)
                || to.dimension(1) != Math.ceilDiv(from.dimension(1), stride)
                || to.dimension(2) != Math.ceilDiv(from.dimension(2), stride)
                || to.dimension(3) < channelsBefore + from.dimension(3)) {
            throw new ShapeException("zero-padded shortcut with stride " + stride + " and " + channelsBefore
                    + " channels before does not lead from " + from + " to " + to);
        }
        long before = 4L * channelsBefore;
        long channels = 4L * from.dimension(3);
        long outChannels = 4L * to.dimension(3);
        MemorySegment source = in.segment();
        MemorySegment target = out.segment();
        for (int image = 0; image < to.dimension(0); image++) {
            for (int y = 0; y < to.dimension(1); y++) {
                long row = out.at(image, y, 0);
                target.asSlice(row, outChannels * to.dimension(2)).fill((byte) 0);
                for (int x = 0; x < to.dimension(2); x++) {
                    long pixel = in.at(image, y * stride, x * stride);
                    MemorySegment.copy(source, pixel, target, row + x * outChannels + before, channels);
                }
            }
        }
    }

    private static void binary(
            Operation operation, Tensor a, Tensor b, Activation activation, Tensor out, Workers workers) {
        checkSame(a, b);
        checkSame(a, out);
        ElementwiseCall.run(operation, a, b, a, activation, out, workers);
    }

    private static void unary(Operation operation, Tensor in, Activation activation, Tensor out, Workers workers) {
        checkSame(in, out);
        ElementwiseCall.run(operation, in, in, in, activation, out, workers);
    }

    private static void checkSame(Tensor a, Tensor b) {
        if (!a.shape().equals(b.shape())) {
            throw new ShapeException("tensors must have one shape, got " + a.shape() + " and " + b.shape());
        }
    }

    private Elementwise() {}
}
