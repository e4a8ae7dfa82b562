package io.github.lanewise.bench.peers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.graph.Graph;
import io.github.lanewise.layers.graph.Node;
import io.github.lanewise.layers.graph.Operator;
import io.github.lanewise.layers.graph.Optimisation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * PyTorch's own operators called by DJL, one after another as PyTorch does it without its compilers; batch norm is folded
 * beforehand, which spares it some passes.
 */
final class PyTorchInference implements Inference {

    private final NDManager manager = NDManager.newBaseManager("PyTorch");
    private final List<Node> nodes;
    private final int output;
    private final NDArray images;
    private final Map<Integer, NDArray> weights = new HashMap<>();
    private final Map<Integer, NDArray> biases = new HashMap<>();

    PyTorchInference(Network network, float[] pixels, int batch) {
        Graph graph = Optimisation.FOLD_BATCH_NORM.apply(Graph.of(network));
        nodes = graph.nodes();
        output = graph.outputNode().id();
        int size = network.inputShape().dimension(0);
        images = manager.create(pixels, new Shape(batch, 3, size, size));
        for (Node node : nodes) {
            if (node.operator() instanceof Operator.Weighted weighted) {
                prepare(node.id(), weighted);
            }
        }
    }

    private void prepare(int node, Operator.Weighted weighted) {
        float[] values = weighted.weights().toArray();
        int channels = weighted.affine().channels();
        float[] shifts = new float[channels];
        int taps = values.length / channels;
        for (int c = 0; c < channels; c++) {
            shifts[c] = (float) weighted.affine().shift(c);
            for (int i = c * taps; i < (c + 1) * taps; i++) {
                values[i] *= (float) weighted.affine().scale(c);
            }
        }
        long[] shape = Arrays.stream(weighted.weights().shape().toArray())
                .asLongStream()
                .toArray();
        weights.put(node, manager.create(values, new Shape(shape)));
        biases.put(node, manager.create(shifts));
    }

    @Override
    public void run() {
        try (NDManager call = manager.newSubManager()) {
            compute(call);
        }
    }

    @Override
    public float[] logits() {
        try (NDManager call = manager.newSubManager()) {
            return compute(call).toFloatArray();
        }
    }

    private NDArray compute(NDManager call) {
        NDArray[] results = new NDArray[nodes.size()];
        for (Node node : nodes) {
            NDArray[] x = node.operands().stream().map(id -> results[id]).toArray(NDArray[]::new);
            results[node.id()] = compute(node, x);
            results[node.id()].attach(call);
        }
        return results[output];
    }

    private NDArray compute(Node node, NDArray... x) {
        return switch (node.operator()) {
            case Operator.Input _ -> images.duplicate();
            case Operator.Conv conv -> convolution(conv.geometry(), x[0], node.id());
            case Operator.Linear _ ->
                Linear.linear(x[0], weight(node.id()), bias(node.id())).singletonOrThrow();
            case Operator.Add _ -> x[0].add(x[1]);
            case Operator.Activate _ -> Activation.relu(x[0]);
            case Operator.MaxPool pool -> maximum(pool.geometry(), x[0]);
            case Operator.GlobalAveragePool _ -> Pool.globalAvgPool2d(x[0]);
            case Operator.SubsamplePad pad -> shortcut(pad, x[0]);
            case Operator.Flatten _ -> x[0].reshape(x[0].getShape().get(0), -1);
            default -> throw new IllegalStateException("no PyTorch operator for " + node);
        };
    }

    private NDArray convolution(ConvGeometry geometry, NDArray x, int node) {
        Shape stride = new Shape(geometry.strideHeight(), geometry.strideWidth());
        Shape padding = new Shape(geometry.padding().top(), geometry.padding().left());
        return Conv2d.conv2d(x, weight(node), bias(node), stride, padding, new Shape(1, 1), geometry.groups())
                .singletonOrThrow();
    }

    private static NDArray maximum(PoolGeometry geometry, NDArray x) {
        return Pool.maxPool2d(
                x,
                new Shape(geometry.kernelHeight(), geometry.kernelWidth()),
                new Shape(geometry.strideHeight(), geometry.strideWidth()),
                new Shape(geometry.padding().top(), geometry.padding().left()),
                false);
    }

    private static NDArray shortcut(Operator.SubsamplePad pad, NDArray x) {
        NDArray some = x.get(new NDIndex(":, :, ::" + pad.stride() + ", ::" + pad.stride()));
        Shape shape = some.getShape();
        NDArray before = zeros(some, shape, pad.channelsBefore());
        NDArray after = zeros(some, shape, pad.channelsAfter());
        return before.concat(some, 1).concat(after, 1);
    }

    private static NDArray zeros(NDArray like, Shape shape, int channels) {
        return like.getManager().zeros(new Shape(shape.get(0), channels, shape.get(2), shape.get(3)));
    }

    private NDArray weight(int node) {
        return Objects.requireNonNull(weights.get(node));
    }

    private NDArray bias(int node) {
        return Objects.requireNonNull(biases.get(node));
    }

    @Override
    public void close() {
        manager.close();
    }
}
