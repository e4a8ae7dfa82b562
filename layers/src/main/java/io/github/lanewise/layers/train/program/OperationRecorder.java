package io.github.lanewise.layers.train.program;

import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.BatchNorm2d;
import io.github.lanewise.layers.ChannelAffine;
import io.github.lanewise.layers.Lowering;
import io.github.lanewise.layers.ShapeInference;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The operations of a network in the order in which it calls them, for a whole batch, and where its blocks end. */
final class OperationRecorder implements Lowering {
    private final List<Operation.Node> nodes;
    private final List<Integer> blockEnds;
    private final ShapeInference shapes;

    OperationRecorder() {
        this(new ArrayList<>(), new ArrayList<>(), ShapeInference.start());
    }

    private OperationRecorder(List<Operation.Node> nodes, List<Integer> blockEnds, ShapeInference shapes) {
        this.nodes = nodes;
        this.blockEnds = blockEnds;
        this.shapes = shapes;
    }

    /** The input; to be called once, before all else. */
    Value input(Shape shape) {
        return append(new Operation.Input(), ShapeInference.value(shape));
    }

    List<Operation.Node> nodes() {
        return nodes;
    }

    /** The nodes whose results are all that a block hands on. */
    List<Integer> blockEnds() {
        return blockEnds;
    }

    @Override
    public OperationRecorder at(String name) {
        return new OperationRecorder(nodes, blockEnds, shapes.at(name));
    }

    @Override
    public Value convolution(Value x, ConvGeometry geometry, Tensor weights, @Nullable Tensor bias) {
        Value y = shapes.convolution(x, geometry, weights, bias);
        return append(new Operation.Convolution(geometry, weights, bias), y, x);
    }

    @Override
    public Value linear(Value x, Tensor weights, @Nullable Tensor bias) {
        return append(new Operation.Linear(weights, bias), shapes.linear(x, weights, bias), x);
    }

    @Override
    public Value batchNorm(Value x, BatchNorm2d layer) {
        return append(new Operation.BatchNorm(layer), shapes.batchNorm(x, layer), x);
    }

    @Override
    public Value scaleShift(Value x, ChannelAffine affine) {
        throw unsupported("a fixed scale and shift", "use BatchNorm2d or a 1x1 convolution");
    }

    @Override
    public Value add(Value a, Value b) {
        return append(new Operation.Add(), shapes.add(a, b), a, b);
    }

    @Override
    public Value activate(Value x, Activation activation) {
        if (activation.equals(Activation.IDENTITY)) {
            return x;
        }
        return append(new Operation.Activate(activation), shapes.activate(x, activation), x);
    }

    @Override
    public Value maxPool(Value x, PoolGeometry geometry) {
        return append(new Operation.MaxPool(geometry), shapes.maxPool(x, geometry), x);
    }

    @Override
    public Value averagePool(Value x, PoolGeometry geometry, boolean countPadding) {
        Value y = shapes.averagePool(x, geometry, countPadding);
        return append(new Operation.AveragePool(geometry, countPadding), y, x);
    }

    @Override
    public Value globalAveragePool(Value x) {
        return append(new Operation.GlobalAverage(), shapes.globalAveragePool(x), x);
    }

    @Override
    public Value subsamplePad(Value x, int stride, int channelsBefore, int channelsAfter) {
        Value y = shapes.subsamplePad(x, stride, channelsBefore, channelsAfter);
        return append(new Operation.SubsamplePad(stride, channelsBefore), y, x);
    }

    @Override
    public Value flatten(Value x) {
        return x.shape().rank() == 2 ? x : append(new Operation.Flatten(), shapes.flatten(x), x);
    }

    @Override
    public Value softmax(Value x) {
        throw unsupported("softmax", "the loss has its own; train the network that ends in the logits");
    }

    @Override
    public Value endOfBlock(Value x) {
        blockEnds.add(x.id());
        return x;
    }

    private IllegalArgumentException unsupported(String what, String remedy) {
        return new IllegalArgumentException(shapes.name() + ": " + what + " has no gradient here; " + remedy);
    }

    private Value append(Operation operation, Value result, Value... operands) {
        int id = nodes.size();
        List<Integer> ids = Stream.of(operands).map(Value::id).toList();
        nodes.add(new Operation.Node(id, shapes.name(), operation, ids, result.shape()));
        return new Value(id, result.shape());
    }
}
