package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.format.OnnxAttribute;
import io.github.lanewise.layers.format.OnnxNode;
import io.github.lanewise.layers.format.OnnxTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;

/** Nodes and initialisers of an ONNX graph in the making; every name is used once. */
final class ExportAssembly {
    private final int opset;
    private final boolean dynamicBatch;
    private final List<OnnxNode> nodes = new ArrayList<>();
    private final SequencedMap<String, OnnxTensor> initializers = new LinkedHashMap<>();
    private final Set<String> names = new HashSet<>();
    private String layer = "";

    ExportAssembly(int opset, boolean dynamicBatch) {
        this.opset = opset;
        this.dynamicBatch = dynamicBatch;
    }

    /** The version of the operators. */
    int opset() {
        return opset;
    }

    boolean dynamicBatch() {
        return dynamicBatch;
    }

    List<OnnxNode> nodes() {
        return nodes;
    }

    SequencedMap<String, OnnxTensor> initializers() {
        return initializers;
    }

    /** The layer that the next nodes belong to. */
    void at(String name) {
        layer = name;
    }

    /** Keeps a name from being given to anything else. */
    void reserve(String name) {
        names.add(name);
    }

    /** Appends a node named after its layer; the name of its only result is the same. */
    String node(String operator, Map<String, OnnxAttribute> attributes, List<String> inputs) {
        String base = layer.isEmpty() ? operator.toLowerCase(Locale.ROOT) : layer;
        String name = names.contains(base) ? unique(base + "." + operator.toLowerCase(Locale.ROOT)) : unique(base);
        nodes.add(OnnxNode.of(name, operator, inputs, List.of(name), new TreeMap<>(attributes)));
        return name;
    }

    /** A parameter of the layer, below its name. */
    String parameter(String name, Tensor values) {
        long[] dims = Arrays.stream(values.shape().toArray()).asLongStream().toArray();
        return add(OnnxTensor.ofFloats(path(name), dims, values.toArray()));
    }

    /** One float32 of rank 0. */
    String scalar(String name, float value) {
        return add(OnnxTensor.ofFloats(path(name), new long[0], value));
    }

    /** A vector of int64. */
    String integers(String name, long... values) {
        return add(OnnxTensor.ofIntegers(path(name), new long[] {values.length}, values));
    }

    /** An int64 tensor of any shape. */
    String integers(String name, Shape shape, long... values) {
        long[] dims = Arrays.stream(shape.toArray()).asLongStream().toArray();
        return add(OnnxTensor.ofIntegers(path(name), dims, values));
    }

    /** A value of one shape in another one; the batch stays what it is. */
    String reshape(String x, Shape from, Shape to) {
        if (from.equals(to)) {
            return x;
        }
        long[] dims = Arrays.stream(to.toArray()).asLongStream().toArray();
        boolean keepsBatch =
                from.rank() > 0 && to.rank() > 0 && from.dimension(0) == to.dimension(0) && to.dimension(0) > 0;
        if (dynamicBatch && keepsBatch) {
            dims[0] = 0;
        }
        return node("Reshape", Map.of(), List.of(x, integers("shape", dims)));
    }

    /** Makes a value an output: the last node's result gets its name, any other one, or one of several names, a copy. */
    void output(String value, String name, boolean hasSeveral) {
        boolean isLast =
                !hasSeveral && !nodes.isEmpty() && nodes.getLast().outputs().equals(List.of(value));
        OnnxNode node = isLast
                ? nodes.removeLast()
                : OnnxNode.of(unique(name + ".identity"), "Identity", List.of(value), List.of(), Map.of());
        nodes.add(OnnxNode.of(node.name(), node.operator(), node.inputs(), List.of(name), node.attributes()));
    }

    private String add(OnnxTensor tensor) {
        initializers.put(tensor.name(), tensor);
        return tensor.name();
    }

    private String path(String name) {
        return unique(layer.isEmpty() ? name : layer + "." + name);
    }

    private String unique(String wanted) {
        String name = wanted;
        for (int number = 1; !names.add(name); number++) {
            name = wanted + "_" + number;
        }
        return name;
    }
}
