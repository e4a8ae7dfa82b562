package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.Broadcast;
import io.github.lanewise.engine.Elementwise;
import io.github.lanewise.engine.Layout;
import io.github.lanewise.engine.MatMul;
import io.github.lanewise.engine.Normalisation;
import io.github.lanewise.engine.Pooling;
import io.github.lanewise.engine.Reduce;
import io.github.lanewise.engine.Resize;
import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.List;

/** An operator with its weights packed, which every plan of a model binds to tensors of its own. */
@FunctionalInterface
interface PreparedOperator {
    /** The step that computes the result from the operands; running it allocates nothing. */
    Runnable bind(Tensor[] x, Tensor y, Workers workers);

    /** The physical padding that the first operand should have. */
    default Padding operandPadding() {
        return Padding.NONE;
    }

    /** Whether operands may have a physical padding, of any size. */
    default boolean readsPadding() {
        return true;
    }

    /** Whether the result may have a physical padding, of any size. */
    default boolean writesPadding() {
        return true;
    }

    default long packedBytes() {
        return 0;
    }

    /** How the operator computes, where there is a choice; else empty. */
    default String algorithm() {
        return "";
    }

    /** Packs the weights, if there are any, into the arena. */
    static PreparedOperator of(Operator operator, Arena arena) {
        return switch (operator) {
            case Operator.Input _, Operator.Constant _ ->
                throw new IllegalArgumentException("an input or a constant computes nothing");
            case Operator.Conv conv -> PreparedConv.of(conv, arena);
            case Operator.Linear linear -> PreparedLinear.of(linear, arena);
            case Operator.ScaleShift norm -> {
                Tensor scale = norm.affine().scaleTensor(arena);
                Tensor shift = norm.affine().shiftTensor(arena);
                yield (x, y, workers) ->
                        () -> Elementwise.scaleShift(x[0], scale, shift, norm.activation(), y, workers);
            }
            case Operator.Add add ->
                (x, y, workers) -> () -> Elementwise.addActivate(x[0], x[1], add.activation(), y, workers);
            case Operator.Activate activate ->
                (x, y, workers) -> () -> Elementwise.activate(activate.activation(), x[0], y, workers);
            case Operator.MaxPool pool -> (x, y, workers) -> () -> Pooling.max(pool.geometry(), x[0], y, workers);
            case Operator.AveragePool pool ->
                (x, y, workers) -> () -> Pooling.average(pool.geometry(), pool.countPadding(), x[0], y, workers);
            case Operator.GlobalAveragePool _ -> (DenseResult) PreparedOperator::globalAverage;
            case Operator.SubsamplePad pad ->
                (x, y, workers) ->
                        () -> Elementwise.subsamplePadChannels(pad.stride(), pad.channelsBefore(), x[0], y, workers);
            case Operator.Flatten _ -> PreparedOperator::flatten;
            case Operator.Images _ -> (DenseOperands) PreparedOperator::images;
            case Operator.Reshape _ ->
                (Dense) (x, y, workers) ->
                        () -> y.copyFrom(x[0].reshape(y.shape().toArray()));
            case Operator.GlobalMaxPool _ -> (DenseResult) PreparedOperator::globalMax;
            case Operator.Softmax softmax -> softmax(softmax);
            case Operator.Unary unary ->
                (x, y, workers) -> () -> Elementwise.apply(unary.operation(), x[0], y, workers);
            case Operator.Binary binary ->
                (x, y, workers) -> () -> Broadcast.apply(binary.operation(), x[0], x[1], y, workers);
            case Operator.Reduce reduce -> {
                int[] axes = ints(reduce.axes());
                yield (x, y, workers) -> () -> Reduce.apply(reduce.reduction(), x[0], axes, y, workers);
            }
            case Operator.ArgMax arg ->
                (x, y, workers) -> () -> Reduce.argMax(x[0], arg.axis(), arg.selectLast(), y, workers);
            case Operator.Resize resize -> (x, y, workers) -> () -> Resize.run(resize.geometry(), x[0], y, workers);
            case Operator.MatMul _ -> (Dense) (x, y, workers) -> () -> MatMul.run(x[0], x[1], y, workers);
            case Operator.GroupNorm norm ->
                (x, y, workers) -> () -> Normalisation.group(
                        norm.groups(), x[0], norm.scale(), norm.shift(), norm.epsilon(), y, workers);
            case Operator.LayerNorm norm ->
                (Dense) (x, y, workers) ->
                        () -> Normalisation.layer(x[0], norm.scale(), norm.shift(), norm.epsilon(), y, workers);
            case Operator.LocalResponse norm ->
                (x, y, workers) -> () -> Normalisation.localResponse(
                        norm.size(), norm.alpha(), norm.beta(), norm.bias(), x[0], y, workers);
            case Operator.TransposedConv conv -> PreparedTransposedConv.of(conv, arena);
            case Operator.ComputedConv conv -> (DenseOperands) new PreparedComputedConv(conv)::bind;
            case Operator.Transpose _,
                    Operator.Slice _,
                    Operator.Concat _,
                    Operator.Pad _,
                    Operator.Expand _,
                    Operator.Tile _,
                    Operator.Gather _,
                    Operator.Lookup _ -> PreparedMovement.of(operator);
        };
    }

    private static Runnable globalAverage(Tensor[] x, Tensor y, Workers workers) {
        Tensor means = y.reshape(y.shape().dimension(0), y.shape().dimension(3));
        return () -> Pooling.globalAverage(x[0], means, workers);
    }

    private static Runnable globalMax(Tensor[] x, Tensor y, Workers workers) {
        Tensor largest = y.reshape(y.shape().dimension(0), y.shape().dimension(3));
        return () -> Pooling.globalMax(x[0], largest, workers);
    }

    private static PreparedOperator softmax(Operator.Softmax softmax) {
        int axis = softmax.axis();
        return softmax.logarithm()
                ? (x, y, workers) -> () -> Elementwise.logSoftmax(axis, x[0], y, workers)
                : (x, y, workers) -> () -> Elementwise.softmax(axis, x[0], y, workers);
    }

    /** The values as an array. */
    static int[] ints(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }

    private static Runnable flatten(Tensor[] x, Tensor y, Workers workers) {
        Tensor features = y.reshape(x[0].shape().dimension(0), featuresOf(x[0]));
        return () -> Layout.nhwcToNchw(x[0], features);
    }

    private static Runnable images(Tensor[] x, Tensor y, Workers workers) {
        Tensor features = x[0].reshape(y.shape().dimension(0), featuresOf(y));
        return () -> Layout.nchwToNhwc(features, y);
    }

    private static int featuresOf(Tensor images) {
        Shape shape = images.shape();
        return Math.multiplyExact(Math.multiplyExact(shape.dimension(1), shape.dimension(2)), shape.dimension(3));
    }

    /** An operator whose result has no padding. */
    @FunctionalInterface
    interface DenseResult extends PreparedOperator {
        @Override
        default boolean writesPadding() {
            return false;
        }
    }

    /** An operator whose operands have no padding. */
    @FunctionalInterface
    interface DenseOperands extends PreparedOperator {
        @Override
        default boolean readsPadding() {
            return false;
        }
    }

    /** An operator whose operands and result have no padding. */
    @FunctionalInterface
    interface Dense extends DenseResult, DenseOperands {}
}
