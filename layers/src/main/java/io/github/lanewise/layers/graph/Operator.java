package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.Rearrange;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.BinaryOperation;
import io.github.lanewise.engine.tensor.ConvAlgorithm;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.engine.tensor.Reduction;
import io.github.lanewise.engine.tensor.ResizeGeometry;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.tensor.UnaryOperation;
import io.github.lanewise.layers.ChannelAffine;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
     * {@code function(activation(scale * conv(x, weights) + shift (+ r)))}.
     *
     * @param weights {@code [outChannels, inChannels / groups, kernelHeight, kernelWidth]}, before the scale
     */
    @SuppressWarnings("exports") // only an annotation: callers need no org.jspecify
    record Conv(
            ConvGeometry geometry,
            Tensor weights,
            ChannelAffine affine,
            Activation activation,
            @Nullable UnaryOperation function,
            ConvAlgorithm algorithm)
            implements Weighted {
        /** Computed directly. */
        public Conv(ConvGeometry geometry, Tensor weights, ChannelAffine affine, Activation activation) {
            this(geometry, weights, affine, activation, null, ConvAlgorithm.DIRECT);
        }

        /** The same with another padding. */
        Conv with(Padding padding) {
            return new Conv(geometry.withPadding(padding), weights, affine, activation, function, algorithm);
        }

        Conv with(ConvAlgorithm newAlgorithm) {
            return new Conv(geometry, weights, affine, activation, function, newAlgorithm);
        }

        @Override
        public Conv with(ChannelAffine newAffine) {
            return new Conv(geometry, weights, newAffine, activation, function, algorithm);
        }

        @Override
        public Conv with(Activation newActivation) {
            return new Conv(geometry, weights, affine, newActivation, function, algorithm);
        }

        @Override
        public Conv with(UnaryOperation newFunction) {
            return new Conv(geometry, weights, affine, activation, newFunction, algorithm);
        }
    }

    /**
     * {@code function(activation(scale * (x Wᵀ) + shift (+ r)))}.
     *
     * @param weights W {@code [outFeatures, inFeatures]}, before the scale
     */
    @SuppressWarnings("exports") // only an annotation: callers need no org.jspecify
    record Linear(
            Tensor weights,
            ChannelAffine affine,
            Activation activation,
            @Nullable UnaryOperation function) implements Weighted {
        public Linear(Tensor weights, ChannelAffine affine, Activation activation) {
            this(weights, affine, activation, null);
        }

        @Override
        public Linear with(ChannelAffine newAffine) {
            return new Linear(weights, newAffine, activation, function);
        }

        @Override
        public Linear with(Activation newActivation) {
            return new Linear(weights, affine, newActivation, function);
        }

        @Override
        public Linear with(UnaryOperation newFunction) {
            return new Linear(weights, affine, activation, newFunction);
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

    /** The largest value of each channel. */
    record GlobalMaxPool() implements Operator {}

    /** Every stride-th pixel in both directions, with channels of zeros before and after. */
    record SubsamplePad(int stride, int channelsBefore, int channelsAfter) implements Operator {}

    /** {@code [N, H, W, C]} in the order of {@code N, C, H, W}, in whatever shape the node has. */
    record Flatten() implements Operator {}

    /** What is in the order of {@code N, C, H, W}, in whatever shape, as {@code [N, H, W, C]}. */
    record Images() implements Operator {}

    /** The same elements in the same order in another shape. */
    record Reshape() implements Operator {}

    /** {@code exp(x) / sum(exp(x))} along an axis, or its logarithm. */
    record Softmax(int axis, boolean logarithm) implements Operator {}

    /** {@code f(x)}, element by element. */
    record Unary(UnaryOperation operation) implements Operator {}

    /** {@code f(x, z)} of two operands that broadcast to the shape of the result. */
    record Binary(BinaryOperation operation) implements Operator {}

    /** Axis d of the result is axis {@code permutation[d]} of x. */
    record Transpose(List<Integer> permutation) implements Operator {
        public Transpose {
            permutation = List.copyOf(permutation);
        }

        /** Whether it moves parts of the channels only, in {@code [N, ..., H, W]} with channels of several axes. */
        public boolean isShuffle() {
            int rank = permutation.size();
            return rank > 4
                    && permutation.getFirst() == 0
                    && permutation.get(rank - 2) == rank - 2
                    && permutation.getLast() == rank - 1;
        }
    }

    /** {@code x[starts + i * steps]}, axis by axis, as many as the result has. */
    record Slice(List<Integer> starts, List<Integer> steps) implements Operator {
        public Slice {
            starts = List.copyOf(starts);
            steps = List.copyOf(steps);
        }
    }

    /** The operands one behind the other. */
    record Concat(int axis) implements Operator {}

    /** x with margins round it; those behind follow from the shape of the result. */
    record Pad(List<Integer> before, Rearrange.Margin margin, float value) implements Operator {
        public Pad {
            before = List.copyOf(before);
        }
    }

    /** x repeated along missing axes and axes of 1. */
    record Expand() implements Operator {}

    /** x as a tile, laid as often as the result takes it. */
    record Tile() implements Operator {}

    /** The elements with these indices along an axis. */
    record Gather(List<Long> indices, int axis) implements Operator {
        public Gather {
            indices = List.copyOf(indices);
        }
    }

    /**
     * The elements of x along an axis with the indices that z holds as float32; negative ones count from the end. Running it
     * throws {@link IndexOutOfBoundsException} for an index beyond the axis.
     */
    record Lookup(int axis) implements Operator {}

    /** A sum, mean or extreme over axes, which are 1 in the result or left out. */
    record Reduce(Reduction reduction, List<Integer> axes) implements Operator {
        public Reduce {
            axes = List.copyOf(axes);
        }
    }

    /** The index of the largest element along an axis, which is 1 in the result or left out. */
    record ArgMax(int axis, boolean selectLast) implements Operator {}

    /** Images of another height and width. */
    record Resize(ResizeGeometry geometry) implements Operator {}

    /** The product of stacks of matrices, both computed. */
    record MatMul() implements Operator {}

    /** Normalisation of each group of channels of an image by its own statistics; scale and shift are {@code [C]}. */
    record GroupNorm(int groups, float epsilon, Tensor scale, Tensor shift) implements Operator {}

    /** Normalisation of each vector along the last axis by its own statistics; scale and shift are {@code [C]}. */
    record LayerNorm(float epsilon, Tensor scale, Tensor shift) implements Operator {}

    /** Normalisation by the squares of neighbouring channels. */
    record LocalResponse(int size, float alpha, float beta, float bias) implements Operator {}

    /**
     * The adjoint of a convolution with a bias, then {@code function(activation(...))}.
     *
     * @param geometry of that convolution, which leads from the channels of the result to those of x
     * @param weights {@code [channels of x, channels of the result / groups, kernelHeight, kernelWidth]}
     */
    @SuppressWarnings("exports") // only an annotation: callers need no org.jspecify
    record TransposedConv(
            ConvGeometry geometry,
            Tensor weights,
            @Nullable Tensor bias,
            Activation activation,
            @Nullable UnaryOperation function)
            implements Finished {
        @Override
        public TransposedConv with(Activation newActivation) {
            return new TransposedConv(geometry, weights, bias, newActivation, function);
        }

        @Override
        public TransposedConv with(UnaryOperation newFunction) {
            return new TransposedConv(geometry, weights, bias, activation, newFunction);
        }
    }

    /**
     * A convolution, or its adjoint, of x with weights z that are computed as well, {@code [outChannels, kernelHeight,
     * kernelWidth, inChannels / groups]}, and perhaps a bias, the third operand. The weights are packed, in new memory, at
     * every call.
     *
     * @param transposed whether it is the adjoint of the convolution with this geometry
     */
    record ComputedConv(ConvGeometry geometry, boolean transposed) implements Operator {}

    /** An operator that applies an activation while it stores its result. */
    sealed interface Activated extends Operator {
        Activation activation();

        Activated with(Activation activation);

        /** Whether nothing is applied to what the operator computes. */
        default boolean isBare() {
            return activation().equals(Activation.IDENTITY);
        }
    }

    /** An operator that applies any function of one element, behind the activation, to what it has just stored. */
    @SuppressWarnings("exports") // only an annotation: callers need no org.jspecify
    sealed interface Finished extends Activated {
        @Nullable
        UnaryOperation function();

        Finished with(UnaryOperation function);

        @Override
        default boolean isBare() {
            return function() == null && activation().equals(Activation.IDENTITY);
        }
    }

    /**
     * A linear operator with weights, which can take a per-channel scale and shift and a residual into its epilogue.
     */
    sealed interface Weighted extends Finished {
        Tensor weights();

        ChannelAffine affine();

        Weighted with(ChannelAffine affine);
    }
}
