package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.ChannelAffine;
import io.github.lanewise.layers.Layer;
import io.github.lanewise.layers.Lowering;
import io.github.lanewise.layers.ShapeInference;
import io.github.lanewise.layers.format.OnnxAttribute;
import io.github.lanewise.layers.format.OnnxModel;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Our own layers as ONNX models, written as PyTorch's exporter would. */
final class OnnxLowering implements Lowering {
    private final OnnxGraphs graph;
    private final ShapeInference shapes;
    private final List<String> values;

    private OnnxLowering(OnnxGraphs graph, ShapeInference shapes, List<String> values) {
        this.graph = graph;
        this.shapes = shapes;
        this.values = values;
    }

    /** A model with a dynamic batch. */
    static OnnxModel of(Layer layer, Shape input) {
        OnnxGraphs graph = OnnxGraphs.ofOpset(13);
        OnnxLowering lowering = new OnnxLowering(graph, ShapeInference.start(), new ArrayList<>(List.of("input")));
        graph.input(
                "input",
                input.rank() == 3
                        ? new Object[] {"N", input.dimension(2), input.dimension(0), input.dimension(1)}
                        : new Object[] {"N", input.dimension(0)});
        int[] one = new int[input.rank() + 1];
        one[0] = 1;
        System.arraycopy(input.toArray(), 0, one, 1, input.rank());
        Value result = layer.lower(new Value(0, Shape.of(one)), lowering);
        return graph.output(lowering.values.get(result.id())).model();
    }

    @Override
    public OnnxLowering at(String name) {
        return new OnnxLowering(graph, shapes.at(name), values);
    }

    private Value append(Shape shape, String operator, List<String> inputs, Map<String, OnnxAttribute> attributes) {
        String name = shapes.name() + ":" + values.size();
        graph.node(operator, name, inputs, attributes);
        values.add(name);
        return new Value(values.size() - 1, shape);
    }

    private String constant(Tensor tensor) {
        return graph.constant(tensor.toArray(), tensor.shape().toArray());
    }

    private static OnnxAttribute pads(Padding padding) {
        return OnnxGraphs.ints(padding.top(), padding.left(), padding.bottom(), padding.right());
    }

    @Override
    public Value convolution(Value x, ConvGeometry geometry, Tensor weights, @Nullable Tensor bias) {
        List<String> inputs = new ArrayList<>(List.of(values.get(x.id()), constant(weights)));
        if (bias != null) {
            inputs.add(constant(bias));
        }
        return append(
                geometry.outputShape(x.shape()),
                "Conv",
                inputs,
                Map.of(
                        "strides", OnnxGraphs.ints(geometry.strideHeight(), geometry.strideWidth()),
                        "dilations", OnnxGraphs.ints(geometry.dilationHeight(), geometry.dilationWidth()),
                        "group", new OnnxAttribute.Int(geometry.groups()),
                        "pads", pads(geometry.padding())));
    }

    @Override
    public Value linear(Value x, Tensor weights, @Nullable Tensor bias) {
        List<String> inputs = new ArrayList<>(List.of(values.get(x.id()), constant(weights)));
        if (bias != null) {
            inputs.add(constant(bias));
        }
        return append(
                shapes.linear(x, weights, bias).shape(), "Gemm", inputs, Map.of("transB", new OnnxAttribute.Int(1)));
    }

    @Override
    public Value scaleShift(Value x, ChannelAffine affine) {
        float[] zeros = new float[affine.channels()];
        float[] ones = new float[affine.channels()];
        Arrays.fill(ones, 1);
        List<String> inputs = List.of(
                values.get(x.id()),
                constant(affine.scaleTensor(Arena.ofAuto())),
                constant(affine.shiftTensor(Arena.ofAuto())),
                graph.constant(zeros, zeros.length),
                graph.constant(ones, ones.length));
        return append(x.shape(), "BatchNormalization", inputs, Map.of("epsilon", new OnnxAttribute.Real(0)));
    }

    @Override
    public Value add(Value a, Value b) {
        return append(a.shape(), "Add", List.of(values.get(a.id()), values.get(b.id())), Map.of());
    }

    @Override
    public Value activate(Value x, Activation activation) {
        if (activation.equals(Activation.RELU)) {
            return append(x.shape(), "Relu", List.of(values.get(x.id())), Map.of());
        }
        List<String> inputs = List.of(
                values.get(x.id()),
                graph.constant(new float[] {activation.lower()}),
                graph.constant(new float[] {activation.upper()}));
        return append(x.shape(), "Clip", inputs, Map.of());
    }

    private Value pool(Value x, String operator, PoolGeometry geometry, boolean countPadding) {
        Map<String, OnnxAttribute> attributes = new LinkedHashMap<>(Map.of(
                "kernel_shape", OnnxGraphs.ints(geometry.kernelHeight(), geometry.kernelWidth()),
                "strides", OnnxGraphs.ints(geometry.strideHeight(), geometry.strideWidth()),
                "ceil_mode", new OnnxAttribute.Int(geometry.ceilMode() ? 1 : 0),
                "pads", pads(geometry.padding())));
        if (countPadding) {
            attributes.put("count_include_pad", new OnnxAttribute.Int(1));
        }
        return append(geometry.outputShape(x.shape()), operator, List.of(values.get(x.id())), attributes);
    }

    @Override
    public Value maxPool(Value x, PoolGeometry geometry) {
        return pool(x, "MaxPool", geometry, false);
    }

    @Override
    public Value averagePool(Value x, PoolGeometry geometry, boolean countPadding) {
        return pool(x, "AveragePool", geometry, countPadding);
    }

    @Override
    public Value globalAveragePool(Value x) {
        return append(shapes.globalAveragePool(x).shape(), "GlobalAveragePool", List.of(values.get(x.id())), Map.of());
    }

    @Override
    public Value subsamplePad(Value x, int stride, int channelsBefore, int channelsAfter) {
        Value sliced = x;
        Shape shape =
                shapes.subsamplePad(x, stride, channelsBefore, channelsAfter).shape();
        boolean images = x.shape().rank() == 4;
        if (images) {
            List<String> inputs = List.of(
                    values.get(x.id()),
                    graph.integers(0, 0),
                    graph.integers(Long.MAX_VALUE, Long.MAX_VALUE),
                    graph.integers(2, 3),
                    graph.integers(stride, stride));
            sliced = append(x.shape(), "Slice", inputs, Map.of());
        }
        String pads = images
                ? graph.integers(0, channelsBefore, 0, 0, 0, channelsAfter, 0, 0)
                : graph.integers(0, channelsBefore, 0, channelsAfter);
        return append(shape, "Pad", List.of(values.get(sliced.id()), pads), Map.of());
    }

    @Override
    public Value flatten(Value x) {
        return append(shapes.flatten(x).shape(), "Flatten", List.of(values.get(x.id())), Map.of());
    }

    @Override
    public Value softmax(Value x) {
        return append(x.shape(), "Softmax", List.of(values.get(x.id())), Map.of());
    }
}
