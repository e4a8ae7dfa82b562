package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.format.OnnxDimension;
import io.github.lanewise.layers.format.OnnxGraph;
import io.github.lanewise.layers.format.OnnxModel;
import io.github.lanewise.layers.format.OnnxType;
import io.github.lanewise.layers.format.OnnxValueInfo;
import io.github.lanewise.layers.graph.Edge;
import io.github.lanewise.layers.graph.Graph;
import io.github.lanewise.layers.graph.Node;
import io.github.lanewise.layers.graph.Operator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/** Writes a graph as an ONNX model of standard operators: node by node, images channels-first wherever they stay images. */
final class GraphExport {
    private static final String PRODUCER = "lanewise";

    private final Graph graph;
    private final ExportOptions options;
    private final ExportAssembly assembly;
    private final List<ExportedValue> values = new ArrayList<>();
    private final SequencedMap<Integer, OnnxValueInfo> inputs = new TreeMap<>();

    private GraphExport(Graph graph, ExportOptions options) {
        this.graph = graph;
        this.options = options;
        this.assembly = new ExportAssembly(ExportedOpset.of(graph), options.dynamicBatch());
    }

    static OnnxModel of(Graph graph, ExportOptions options) {
        return new GraphExport(graph, options).model();
    }

    private OnnxModel model() {
        for (int index = 0; index < graph.nodes().size(); index++) {
            assembly.reserve(numbered("input", index));
            assembly.reserve(numbered("output", index));
        }
        for (Node node : graph.nodes()) {
            assembly.at(node.name());
            values.add(export(node));
        }
        List<String> results = graph.outputs().stream().map(this::result).toList();
        List<OnnxValueInfo> outputs = new ArrayList<>();
        for (String result : results) {
            String name = numbered("output", outputs.size());
            assembly.output(result, name, Collections.frequency(results, result) > 1);
            outputs.add(info(name, graph.outputs().get(outputs.size()).shape()));
        }
        OnnxGraph onnx = new OnnxGraph(
                options.name(),
                assembly.nodes(),
                assembly.initializers(),
                List.copyOf(inputs.values()),
                outputs,
                List.of());
        SequencedMap<String, Integer> opsets = new LinkedHashMap<>(Map.of("", assembly.opset()));
        int irVersion = ExportedOpset.irVersion(assembly.opset());
        return new OnnxModel(irVersion, opsets, PRODUCER, "", 0, new LinkedHashMap<>(), onnx);
    }

    private static String numbered(String name, int index) {
        return index == 0 ? name : name + index;
    }

    private ExportedValue input(Node node, Operator.Input input) {
        String name = numbered("input", input.index());
        if (input.edge() == Edge.SAME) {
            inputs.putIfAbsent(input.index(), info(name, node.shape()));
            return ExportedValue.plain(assembly, node.shape(), name);
        }
        Shape images = ExportedValue.channelsFirst(node.shape());
        Shape outside = input.edge() == Edge.IMAGES
                ? images
                : Shape.of(images.dimension(0), images.dimension(1), images.dimension(3));
        inputs.putIfAbsent(input.index(), info(name, outside));
        return ExportedValue.images(assembly, node.shape(), assembly.reshape(name, outside, images));
    }

    /** The name of what the output is a name for. */
    private String result(Graph.Output output) {
        ExportedValue value = values.get(output.node());
        Shape images = output.edge() == Edge.SAME ? output.shape() : ExportedValue.channelsFirst(value.shape());
        String result = output.edge() == Edge.SAME ? value.plain() : value.images();
        return assembly.reshape(result, images, output.shape());
    }

    private OnnxValueInfo info(String name, Shape shape) {
        OnnxDimension[] dimensions = new OnnxDimension[shape.rank()];
        for (int axis = 0; axis < dimensions.length; axis++) {
            dimensions[axis] = axis == 0 && options.dynamicBatch()
                    ? new OnnxDimension.Symbol("N")
                    : new OnnxDimension.Fixed(shape.dimension(axis));
        }
        return OnnxValueInfo.of(name, OnnxType.FLOAT, dimensions);
    }

    private ExportedValue export(Node node) {
        List<ExportedValue> operands = node.operands().stream().map(values::get).toList();
        ExportedNode target = new ExportedNode(node.name(), node.shape(), operands, assembly);
        return switch (node.operator()) {
            case Operator.Input input -> input(node, input);
            case Operator.Constant constant -> target.result(assembly.parameter("value", constant.values()), false);
            case Operator.Conv conv -> ExportedWeights.convolution(target, conv);
            case Operator.Linear linear -> ExportedWeights.linear(target, linear);
            case Operator.ScaleShift norm -> ExportedWeights.scaleShift(target, norm);
            case Operator.TransposedConv conv -> ExportedWeights.transposedConvolution(target, conv);
            case Operator.ComputedConv conv -> ExportedWeights.computedConvolution(target, conv);
            case Operator.Add add -> ExportedWeights.add(target, add.activation());
            case Operator.Activate activate -> activation(target, activate);
            case Operator.Unary unary -> ExportedFunctions.unary(target, unary.operation());
            case Operator.Binary binary -> ExportedFunctions.binary(target, binary.operation());
            case Operator.MaxPool _,
                    Operator.AveragePool _,
                    Operator.GlobalAveragePool _,
                    Operator.GlobalMaxPool _,
                    Operator.Resize _ -> ExportedPoolings.of(target, node.operator());
            case Operator.Reduce _,
                    Operator.ArgMax _,
                    Operator.Softmax _,
                    Operator.GroupNorm _,
                    Operator.LayerNorm _,
                    Operator.LocalResponse _ -> ExportedReductions.of(target, node.operator());
            case Operator.MatMul _ -> target.result(target.emit("MatMul", target.plain(0), target.plain(1)), false);
            case Operator.SubsamplePad _,
                    Operator.Flatten _,
                    Operator.Images _,
                    Operator.Reshape _,
                    Operator.Transpose _,
                    Operator.Slice _,
                    Operator.Concat _,
                    Operator.Pad _,
                    Operator.Expand _,
                    Operator.Tile _,
                    Operator.Gather _,
                    Operator.Lookup _ -> ExportedMovements.of(target, node.operator());
        };
    }

    private static ExportedValue activation(ExportedNode node, Operator.Activate activate) {
        boolean images = node.prefersImages();
        return node.result(node.activated(node.inputs(images).getFirst(), activate.activation()), images);
    }
}
