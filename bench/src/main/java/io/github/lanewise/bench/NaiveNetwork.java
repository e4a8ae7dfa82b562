package io.github.lanewise.bench;

import io.github.lanewise.engine.reference.ReferenceConvolution;
import io.github.lanewise.engine.reference.ReferenceElementwise;
import io.github.lanewise.engine.reference.ReferenceGemm;
import io.github.lanewise.engine.reference.ReferenceLayout;
import io.github.lanewise.engine.reference.ReferencePooling;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.ChannelAffine;
import io.github.lanewise.layers.graph.Graph;
import io.github.lanewise.layers.graph.MultiplyAdds;
import io.github.lanewise.layers.graph.Node;
import io.github.lanewise.layers.graph.Operator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Computes a graph, as a network lowers to it, with the naive loops: node by node, nothing folded or fused. */
public final class NaiveNetwork {

    private final Graph graph;
    private final Map<Integer, float[]> weights = new HashMap<>();

    public NaiveNetwork(Graph graph) {
        this.graph = graph;
        for (Node node : graph.nodes()) {
            if (node.operator() instanceof Operator.Conv conv) {
                Tensor oihw = conv.weights();
                weights.put(node.id(), ReferenceLayout.oihwToOhwi(oihw.shape(), oihw.toArray()));
            } else if (node.operator() instanceof Operator.Linear linear) {
                weights.put(node.id(), linear.weights().toArray());
            }
        }
    }

    /** Multiply-adds for one image. */
    public long multiplyAdds() {
        long sum = 0;
        for (Node node : graph.nodes()) {
            sum += MultiplyAdds.of(node.operator(), operandShape(node), node.shape());
        }
        return sum;
    }

    /** The result for one image {@code [C, H, W]}. */
    public float[] run(float[] image) {
        float[][] results = new float[graph.nodes().size()][];
        Shape nhwc = graph.input().shape();
        Shape nchw = Shape.of(1, nhwc.dimension(3), nhwc.dimension(1), nhwc.dimension(2));
        results[0] = ReferenceLayout.nchwToNhwc(nchw, image);
        for (Node node : graph.nodes().subList(1, results.length)) {
            float[][] x = node.operands().stream().map(id -> results[id]).toArray(float[][]::new);
            results[node.id()] = compute(node, x);
        }
        return results[graph.outputNode().id()];
    }

    private float[] compute(Node node, float[][] x) {
        Shape shape = operandShape(node);
        return switch (node.operator()) {
            case Operator.Input _ -> throw new IllegalStateException("a second input: " + node.name());
            case Operator.Conv conv ->
                transform(convolution(conv, shape, x[0], weights(node)), conv.affine(), conv.activation());
            case Operator.Linear linear ->
                transform(product(linear, x[0], weights(node)), linear.affine(), linear.activation());
            case Operator.ScaleShift scaleShift -> transform(x[0], scaleShift.affine(), scaleShift.activation());
            case Operator.Add add -> activate(ReferenceElementwise.add(x[0], x[1]), add.activation());
            case Operator.Activate activate -> activate(x[0], activate.activation());
            case Operator.MaxPool pool -> ReferencePooling.max(pool.geometry(), shape, x[0]);
            case Operator.AveragePool pool ->
                ReferencePooling.average(pool.geometry(), pool.countPadding(), shape, x[0]);
            case Operator.GlobalAveragePool _ -> ReferencePooling.globalAverage(shape, x[0]);
            case Operator.SubsamplePad pad -> subsamplePad(pad, shape, x[0], node.shape());
            case Operator.Flatten _ -> ReferenceLayout.nhwcToNchw(shape, x[0]);
            case Operator.Softmax _ -> softmax(x[0]);
            default -> throw new IllegalStateException("no network of ours has a " + node.operator());
        };
    }

    private Shape operandShape(Node node) {
        return graph.nodes()
                .get(node.operands().isEmpty() ? 0 : node.operands().getFirst())
                .shape();
    }

    private float[] weights(Node node) {
        return Objects.requireNonNull(weights.get(node.id()));
    }

    private static float[] convolution(Operator.Conv conv, Shape shape, float[] x, float[] filters) {
        return ReferenceConvolution.run(conv.geometry(), shape, x, filters, null, null, Activation.IDENTITY);
    }

    private static float[] product(Operator.Linear linear, float[] x, float[] matrix) {
        int n = linear.weights().shape().dimension(0);
        float[] sums = new float[n];
        ReferenceGemm.sgemm(false, true, 1, n, x.length, 1, x, 0, x.length, matrix, 0, x.length, 0, sums, 0, n);
        return sums;
    }

    private static float[] transform(float[] x, ChannelAffine affine, Activation activation) {
        float[] y = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            int channel = i % affine.channels();
            y[i] = activation.apply((float) (affine.scale(channel) * x[i] + affine.shift(channel)));
        }
        return y;
    }

    private static float[] activate(float[] x, Activation activation) {
        float[] y = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = activation.apply(x[i]);
        }
        return y;
    }

    private static float[] subsamplePad(Operator.SubsamplePad pad, Shape shape, float[] x, Shape result) {
        float[] y = new float[Math.toIntExact(result.elements())];
        int width = result.dimension(2);
        for (int pixel = 0; pixel < result.dimension(1) * width; pixel++) {
            int from = (pixel / width * shape.dimension(2) + pixel % width) * pad.stride() * shape.dimension(3);
            int to = pixel * result.dimension(3) + pad.channelsBefore();
            System.arraycopy(x, from, y, to, shape.dimension(3));
        }
        return y;
    }

    private static float[] softmax(float[] x) {
        double[] probabilities = ReferenceElementwise.softmax(1, x.length, x);
        float[] y = new float[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = (float) probabilities[i];
        }
        return y;
    }
}
