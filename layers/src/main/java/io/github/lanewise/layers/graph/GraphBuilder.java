package io.github.lanewise.layers.graph;

import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.ChannelAffine;
import io.github.lanewise.layers.Lowering;
import io.github.lanewise.layers.ShapeInference;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Collects the operations of a network in the order in which they are called. Not safe for several threads. */
public final class GraphBuilder implements Lowering {
    private final List<Node> nodes;
    private final ShapeInference shapes;

    public GraphBuilder() {
        this(new ArrayList<>(), ShapeInference.start());
    }

    private GraphBuilder(List<Node> nodes, ShapeInference shapes) {
        this.nodes = nodes;
        this.shapes = shapes;
    }

    /** The input, {@code [N, H, W, C]} or {@code [N, F]}; to be called once, before all else. */
    public Value input(Shape shape) {
        if (shape.rank() != 4 && shape.rank() != 2) {
            throw new ShapeException("input " + shape + ", expected [N, H, W, C] or [N, F]");
        }
        return append(new Operator.Input(0, edge(shape)), ShapeInference.value(shape));
    }

    public Graph build(Value output) {
        return new Graph(nodes, List.of(new Graph.Output(output.id(), outside(output.shape()), edge(output.shape()))));
    }

    private static Edge edge(Shape shape) {
        return shape.rank() == 4 ? Edge.IMAGES : Edge.SAME;
    }

    private static Shape outside(Shape shape) {
        return shape.rank() == 4
                ? Shape.of(shape.dimension(0), shape.dimension(3), shape.dimension(1), shape.dimension(2))
                : shape;
    }

    @Override
    public GraphBuilder at(String name) {
        return new GraphBuilder(nodes, shapes.at(name));
    }

    @SuppressWarnings("exports") // only an annotation: callers need no org.jspecify
    @Override
    public Value convolution(Value x, ConvGeometry geometry, Tensor weights, @Nullable Tensor bias) {
        Value y = shapes.convolution(x, geometry, weights, bias);
        ChannelAffine affine = ChannelAffine.bias(geometry.outChannels(), bias);
        return append(new Operator.Conv(geometry, weights, affine, Activation.IDENTITY), y, x);
    }

    @SuppressWarnings("exports") // only an annotation: callers need no org.jspecify
    @Override
    public Value linear(Value x, Tensor weights, @Nullable Tensor bias) {
        Value y = shapes.linear(x, weights, bias);
        ChannelAffine affine = ChannelAffine.bias(weights.shape().dimension(0), bias);
        return append(new Operator.Linear(weights, affine, Activation.IDENTITY), y, x);
    }

    @Override
    public Value scaleShift(Value x, ChannelAffine affine) {
        return append(new Operator.ScaleShift(affine, Activation.IDENTITY), shapes.scaleShift(x, affine), x);
    }

    @Override
    public Value add(Value a, Value b) {
        return append(new Operator.Add(Activation.IDENTITY), shapes.add(a, b), a, b);
    }

    @Override
    public Value activate(Value x, Activation activation) {
        return append(new Operator.Activate(activation), shapes.activate(x, activation), x);
    }

    @Override
    public Value maxPool(Value x, PoolGeometry geometry) {
        return append(new Operator.MaxPool(geometry), shapes.maxPool(x, geometry), x);
    }

    @Override
    public Value averagePool(Value x, PoolGeometry geometry, boolean countPadding) {
        Value y = shapes.averagePool(x, geometry, countPadding);
        return append(new Operator.AveragePool(geometry, countPadding), y, x);
    }

    @Override
    public Value globalAveragePool(Value x) {
        return append(new Operator.GlobalAveragePool(), shapes.globalAveragePool(x), x);
    }

    @Override
    public Value subsamplePad(Value x, int stride, int channelsBefore, int channelsAfter) {
        Value y = shapes.subsamplePad(x, stride, channelsBefore, channelsAfter);
        return append(new Operator.SubsamplePad(stride, channelsBefore, channelsAfter), y, x);
    }

    @Override
    public Value flatten(Value x) {
        return append(new Operator.Flatten(), shapes.flatten(x), x);
    }

    @Override
    public Value softmax(Value x) {
        return append(new Operator.Softmax(1, false), shapes.softmax(x), x);
    }

    private Value append(Operator operator, Value result, Value... operands) {
        int id = nodes.size();
        List<Integer> ids = Stream.of(operands).map(Value::id).toList();
        nodes.add(new Node(id, shapes.name(), operator, ids, result.shape()));
        return new Value(id, result.shape());
    }
}
