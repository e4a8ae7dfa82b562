package io.github.lanewise.layers;

import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The shape rules of all operations: the lowering that yields shapes and nothing else. Batches of any size; the ids of
 * its values mean nothing. The message of a {@link ShapeException} begins with the name of the operation.
 */
public final class ShapeInference implements Lowering {
    private final String name;

    private ShapeInference(String name) {
        this.name = name;
    }

    public static ShapeInference start() {
        return new ShapeInference("");
    }

    /** An operand of the given shape. */
    public static Value value(Shape shape) {
        return new Value(0, shape);
    }

    /** The dotted name of what is appended next; empty at the start. */
    public String name() {
        return name;
    }

    @Override
    public ShapeInference at(String child) {
        return new ShapeInference(name.isEmpty() ? child : name + "." + child);
    }

    @SuppressWarnings("exports") // only an annotation: callers need no org.jspecify
    @Override
    public Value convolution(Value x, ConvGeometry geometry, Tensor weights, @Nullable Tensor bias) {
        Shape expected = Conv2d.weightShape(geometry);
        require(weights.shape().equals(expected), "weights " + weights.shape() + ", expected " + expected);
        requireBias(bias, geometry.outChannels());
        return value(named(() -> geometry.outputShape(x.shape())));
    }

    @SuppressWarnings("exports") // only an annotation: callers need no org.jspecify
    @Override
    public Value linear(Value x, Tensor weights, @Nullable Tensor bias) {
        Shape shape = weights.shape();
        boolean fits = shape.rank() == 2
                && x.shape().rank() == 2
                && shape.dimension(1) == x.shape().dimension(1);
        require(fits, "input " + x.shape() + ", weights [outFeatures, inFeatures] " + shape);
        requireBias(bias, shape.dimension(0));
        return value(Shape.of(x.shape().dimension(0), shape.dimension(0)));
    }

    @Override
    public Value scaleShift(Value x, ChannelAffine affine) {
        int rank = x.shape().rank();
        boolean fits = (rank == 2 || rank == 4) && x.shape().dimension(rank - 1) == affine.channels();
        require(fits, "input " + x.shape() + ", scale and shift of " + affine.channels() + " channels");
        return x;
    }

    @Override
    public Value add(Value a, Value b) {
        require(a.shape().equals(b.shape()), "cannot add " + a.shape() + " and " + b.shape());
        return a;
    }

    @Override
    public Value activate(Value x, Activation activation) {
        return x;
    }

    @Override
    public Value maxPool(Value x, PoolGeometry geometry) {
        return value(named(() -> geometry.outputShape(x.shape())));
    }

    @Override
    public Value averagePool(Value x, PoolGeometry geometry, boolean countPadding) {
        return value(named(() -> geometry.outputShape(x.shape())));
    }

    @Override
    public Value globalAveragePool(Value x) {
        Shape shape = requireImages(x);
        return value(Shape.of(shape.dimension(0), 1, 1, shape.dimension(3)));
    }

    @Override
    public Value subsamplePad(Value x, int stride, int channelsBefore, int channelsAfter) {
        int added = Math.addExact(channelsBefore, channelsAfter);
        if (x.shape().rank() == 2 && stride == 1) {
            return value(
                    Shape.of(x.shape().dimension(0), Math.addExact(x.shape().dimension(1), added)));
        }
        Shape shape = requireImages(x);
        return value(Shape.of(
                shape.dimension(0),
                Math.ceilDiv(shape.dimension(1), stride),
                Math.ceilDiv(shape.dimension(2), stride),
                Math.addExact(shape.dimension(3), added)));
    }

    @Override
    public Value flatten(Value x) {
        if (x.shape().rank() == 2) {
            return x;
        }
        Shape shape = requireImages(x);
        int pixels = Math.multiplyExact(shape.dimension(1), shape.dimension(2));
        return value(Shape.of(shape.dimension(0), Math.multiplyExact(pixels, shape.dimension(3))));
    }

    @Override
    public Value softmax(Value x) {
        require(x.shape().rank() == 2, "input " + x.shape() + ", expected [N, F]");
        return x;
    }

    private Shape requireImages(Value x) {
        require(x.shape().rank() == 4, "input " + x.shape() + ", expected [N, H, W, C]");
        return x.shape();
    }

    private void requireBias(@Nullable Tensor bias, int channels) {
        if (bias != null) {
            Shape expected = Shape.of(channels);
            require(bias.shape().equals(expected), "bias " + bias.shape() + ", expected " + expected);
        }
    }

    private Shape named(Supplier<Shape> rule) {
        try {
            return rule.get();
        } catch (ShapeException e) {
            throw shapeException(e.getMessage());
        }
    }

    private void require(boolean fits, String message) {
        if (!fits) {
            throw shapeException(message);
        }
    }

    private ShapeException shapeException(@Nullable String message) {
        return new ShapeException(name.isEmpty() ? String.valueOf(message) : name + ": " + message);
    }
}
