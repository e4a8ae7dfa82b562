package io.github.lanewise.engine;

import io.github.lanewise.engine.kernel.Pool;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Epilogue;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The adjoint of a convolution, which networks use to enlarge images:
 * {@code y[n, i·stride + ki·dilation - top, …, c] += x[n, i, …, o] · w[o, ki, kj, c]}, then the epilogue. Its geometry is
 * that of the convolution that it is the adjoint of, so it leads from {@code outChannels} to {@code inChannels}.
 *
 * <p>A matrix product, then each pixel gathers its summands in the order kernel row, kernel column. Every product is one chain
 * of fused multiply-adds over o, so the bits depend neither on the vector width, nor on the threads, nor on the batch. Keeps the
 * weights by reference. Immutable and safe for any number of threads.
 */
public final class TransposedConvolution {

    private final ConvGeometry geometry;
    private final Tensor weights;
    private final @Nullable Tensor bias;
    private final Pool<TransposedConvolutionCall> calls;

    private TransposedConvolution(ConvGeometry geometry, Tensor weights, Epilogue epilogue) {
        this.geometry = geometry;
        this.weights = weights;
        this.bias = epilogue.bias();
        this.calls = new Pool<>(() -> new TransposedConvolutionCall(geometry, weights, epilogue));
    }

    /**
     * An operator with these weights, which PyTorch and ONNX keep as {@code [outChannels, inChannels / groups, kernelHeight,
     * kernelWidth]}: {@link Layout#oihwToOhwi} turns them.
     *
     * @param geometry of the convolution from y to x
     * @param weights dense, {@code [outChannels, kernelHeight, kernelWidth, inChannels / groups]}
     * @param epilogue with one bias per channel of y
     * @throws ShapeException if the weights or the bias do not fit the geometry
     */
    public static TransposedConvolution of(ConvGeometry geometry, Tensor weights, Epilogue epilogue) {
        if (!weights.shape().equals(geometry.weightShape()) || !weights.isDense()) {
            throw new ShapeException(
                    "transposed convolution needs dense weights " + geometry.weightShape() + ", got " + weights);
        }
        Tensor bias = epilogue.bias();
        if (bias != null && bias.shape().elements() != geometry.inChannels()) {
            throw new ShapeException("transposed convolution to " + geometry.inChannels()
                    + " channels needs as many biases, got " + bias.shape());
        }
        return new TransposedConvolution(geometry, weights, epilogue);
    }

    /** That of the convolution from y to x. */
    public ConvGeometry geometry() {
        return geometry;
    }

    /**
     * The smallest result with some rows below and columns on the right that no window needs, {@code [N, H', W', inChannels]}
     * with {@code H' = (H - 1) · strideHeight + (kernelHeight - 1) · dilationHeight + 1 - top - bottom + moreRows}.
     *
     * @param x {@code [N, H, W, outChannels]} with {@code H, W >= 1}
     * @throws ShapeException if x does not fit the geometry or there is no pixel left
     */
    public Shape outputShape(Shape x, int moreRows, int moreColumns) {
        requireOperand(x);
        return Shape.of(
                x.dimension(0),
                Math.toIntExact(rows(x) + moreRows),
                Math.toIntExact(columns(x) + moreColumns),
                geometry.inChannels());
    }

    /**
     * {@code y = function(activation(adjoint(x) + bias))}. Only the interior of y is written; it must not overlap x.
     *
     * @param y {@link #outputShape}, or larger: pixels that no window reaches take the bias
     * @throws ShapeException if the shapes do not fit
     */
    public void run(Tensor x, Tensor y, Workers workers) {
        Shape from = x.shape();
        Shape to = y.shape();
        requireOperand(from);
        boolean fits = to.rank() == 4
                && to.dimension(0) == from.dimension(0)
                && to.dimension(1) >= rows(from)
                && to.dimension(2) >= columns(from)
                && to.dimension(3) == geometry.inChannels();
        if (!fits) {
            throw new ShapeException(
                    "transposed convolution of " + from + " gives at least " + outputShape(from, 0, 0) + ", got " + to);
        }
        Workers reaching = workers.reaching("weights", weights)
                .reaching("bias", bias)
                .reaching("x", x)
                .reaching("y", y);
        if (to.elements() == 0) {
            return;
        }
        TransposedConvolutionCall call = calls.acquire();
        try {
            call.run(x, y, reaching);
        } finally {
            call.end();
            calls.release(call);
        }
    }

    private void requireOperand(Shape x) {
        boolean fits = x.rank() == 4 && x.dimension(1) >= 1 && x.dimension(2) >= 1;
        if (!fits || x.dimension(3) != geometry.outChannels() || rows(x) < 1 || columns(x) < 1) {
            throw new ShapeException("transposed convolution with weights " + weights.shape() + " and "
                    + geometry.padding() + " does not take " + x);
        }
    }

    private long rows(Shape x) {
        Padding padding = geometry.padding();
        long window = (geometry.kernelHeight() - 1L) * geometry.dilationHeight() + 1;
        return (x.dimension(1) - 1L) * geometry.strideHeight() + window - padding.top() - padding.bottom();
    }

    private long columns(Shape x) {
        Padding padding = geometry.padding();
        long window = (geometry.kernelWidth() - 1L) * geometry.dilationWidth() + 1;
        return (x.dimension(2) - 1L) * geometry.strideWidth() + window - padding.left() - padding.right();
    }
}
