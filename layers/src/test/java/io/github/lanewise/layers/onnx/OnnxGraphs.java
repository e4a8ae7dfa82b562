package io.github.lanewise.layers.onnx;

import io.github.lanewise.layers.format.OnnxAttribute;
import io.github.lanewise.layers.format.OnnxDimension;
import io.github.lanewise.layers.format.OnnxGraph;
import io.github.lanewise.layers.format.OnnxModel;
import io.github.lanewise.layers.format.OnnxNode;
import io.github.lanewise.layers.format.OnnxTensor;
import io.github.lanewise.layers.format.OnnxType;
import io.github.lanewise.layers.format.OnnxValueInfo;
import io.github.lanewise.layers.format.Origin;
import io.github.lanewise.layers.graph.Model;
import io.github.lanewise.layers.graph.ModelOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Small ONNX models, made in memory. A dimension is a number or the name of one. */
final class OnnxGraphs {
    private final int opset;
    private final List<OnnxNode> nodes = new ArrayList<>();
    private final LinkedHashMap<String, OnnxTensor> initializers = new LinkedHashMap<>();
    private final List<OnnxValueInfo> inputs = new ArrayList<>();
    private final List<OnnxValueInfo> outputs = new ArrayList<>();
    private final List<OnnxValueInfo> declared = new ArrayList<>();

    private OnnxGraphs(int opset) {
        this.opset = opset;
    }

    static OnnxGraphs ofOpset(int opset) {
        return new OnnxGraphs(opset);
    }

    OnnxGraphs input(String name, Object... dimensions) {
        return input(name, OnnxType.FLOAT, dimensions);
    }

    OnnxGraphs input(String name, OnnxType type, Object... dimensions) {
        inputs.add(OnnxValueInfo.of(name, type, dimensions(dimensions)));
        return this;
    }

    /** Declares the shape of a value inside the graph. */
    void declare(String name, OnnxType type, Object... dimensions) {
        declared.add(OnnxValueInfo.of(name, type, dimensions(dimensions)));
    }

    private static OnnxDimension[] dimensions(Object... dimensions) {
        return Arrays.stream(dimensions)
                .map(dimension -> dimension instanceof Integer size
                        ? new OnnxDimension.Fixed(size)
                        : new OnnxDimension.Symbol(dimension.toString()))
                .toArray(OnnxDimension[]::new);
    }

    OnnxGraphs output(String name) {
        return output(name, OnnxType.FLOAT);
    }

    OnnxGraphs output(String name, OnnxType type) {
        outputs.add(new OnnxValueInfo(name, type, null, Origin.MEMORY));
        return this;
    }

    String constant(float[] values, int... dimensions) {
        String name = "constant" + initializers.size();
        long[] dims = Arrays.stream(dimensions).asLongStream().toArray();
        initializers.put(name, OnnxTensor.ofFloats(name, dims, values));
        return name;
    }

    String integers(long... values) {
        String name = "constant" + initializers.size();
        initializers.put(name, OnnxTensor.ofIntegers(name, new long[] {values.length}, values));
        return name;
    }

    /** A node named like its result. */
    String node(String operator, String name, List<String> operands, Map<String, OnnxAttribute> attributes) {
        nodes.add(OnnxNode.of(name, operator, operands, List.of(name), attributes));
        return name;
    }

    String node(String operator, String name, String... operands) {
        return node(operator, name, List.of(operands), Map.of());
    }

    /** A node of several results, named like the first. */
    void node(String operator, List<String> results, List<String> operands) {
        nodes.add(OnnxNode.of(results.getFirst(), operator, operands, results, Map.of()));
    }

    OnnxModel model() {
        LinkedHashMap<String, Integer> opsets = new LinkedHashMap<>(Map.of("", opset));
        OnnxGraph graph = new OnnxGraph("small", nodes, initializers, inputs, outputs, declared);
        return new OnnxModel(8, opsets, "test", "", 0, new LinkedHashMap<>(), graph);
    }

    Model compile() throws IOException {
        return Onnx.compile(model(), OnnxOptions.standard());
    }

    Model compile(ModelOptions options) throws IOException {
        return Onnx.compile(model(), OnnxOptions.standard().withModel(options));
    }

    static OnnxAttribute ints(long... values) {
        return new OnnxAttribute.Ints(Arrays.stream(values).boxed().toList());
    }
}
