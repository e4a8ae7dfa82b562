package io.github.lanewise.layers.onnx;

import io.github.lanewise.layers.format.OnnxAttribute;
import io.github.lanewise.layers.format.OnnxDimension;
import io.github.lanewise.layers.format.OnnxGraph;
import io.github.lanewise.layers.format.OnnxModel;
import io.github.lanewise.layers.format.OnnxNode;
import io.github.lanewise.layers.format.OnnxTensor;
import io.github.lanewise.layers.format.OnnxType;
import io.github.lanewise.layers.format.OnnxValueInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SplittableRandom;

/** Models whose nodes do not fit each other: numbers, operands and dimensions of a valid one replaced by others. */
record OnnxMutants(OnnxModel model, SplittableRandom random) {
    private static final long[] NUMBERS = {
        -1, 0, 1, 2, 3, 5, 7, -2, -7, 255, 1 << 30, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE
    };

    OnnxModel next() {
        OnnxGraph graph = model.graph();
        List<OnnxNode> nodes = new ArrayList<>(graph.nodes());
        LinkedHashMap<String, OnnxTensor> initializers = new LinkedHashMap<>(graph.initializers());
        List<OnnxValueInfo> inputs = new ArrayList<>(graph.inputs());
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            switch (random.nextInt(4)) {
                case 0 -> initializers.replaceAll((name, tensor) -> integers(tensor));
                case 1 -> inputs.replaceAll(this::dimensions);
                case 2 -> nodes.replaceAll(this::operands);
                default -> nodes.replaceAll(this::attributes);
            }
        }
        OnnxGraph mutant = new OnnxGraph(graph.name(), nodes, initializers, inputs, graph.outputs(), graph.valueInfo());
        return new OnnxModel(8, model.opsets(), "mutant", "", 0, new LinkedHashMap<>(), mutant);
    }

    private long number() {
        return NUMBERS[random.nextInt(NUMBERS.length)];
    }

    private OnnxTensor integers(OnnxTensor tensor) {
        if (tensor.type() != OnnxType.INT64 || tensor.elements() == 0 || random.nextInt(3) > 0) {
            return tensor;
        }
        long[] values = new long[(int) tensor.elements()];
        Arrays.setAll(values, i -> number());
        return OnnxTensor.ofIntegers(tensor.name(), tensor.dims(), values);
    }

    private OnnxValueInfo dimensions(OnnxValueInfo input) {
        List<OnnxDimension> dimensions = input.dimensions();
        if (dimensions == null || dimensions.isEmpty()) {
            return input;
        }
        List<OnnxDimension> changed = new ArrayList<>(dimensions);
        switch (random.nextInt(3)) {
            case 0 -> changed.set(random.nextInt(changed.size()), new OnnxDimension.Fixed(random.nextInt(6)));
            case 1 -> changed.removeLast();
            default -> changed.add(new OnnxDimension.Fixed(2));
        }
        return new OnnxValueInfo(input.name(), input.type(), changed, input.origin());
    }

    private OnnxNode operands(OnnxNode node) {
        List<String> inputs = new ArrayList<>(node.inputs());
        if (inputs.isEmpty()) {
            return node;
        }
        switch (random.nextInt(3)) {
            case 0 -> Collections.swap(inputs, random.nextInt(inputs.size()), random.nextInt(inputs.size()));
            case 1 -> inputs.set(random.nextInt(inputs.size()), "");
            default -> inputs.removeLast();
        }
        return with(node, inputs, new LinkedHashMap<>(node.attributes()));
    }

    private OnnxNode attributes(OnnxNode node) {
        LinkedHashMap<String, OnnxAttribute> attributes = new LinkedHashMap<>(node.attributes());
        attributes.replaceAll((name, value) -> random.nextBoolean() ? value : changed(value));
        return with(node, node.inputs(), attributes);
    }

    private OnnxAttribute changed(OnnxAttribute attribute) {
        return switch (attribute) {
            case OnnxAttribute.Int _ -> new OnnxAttribute.Int(number());
            case OnnxAttribute.Real _ ->
                new OnnxAttribute.Real(random.nextBoolean() ? Float.NaN : Float.NEGATIVE_INFINITY);
            case OnnxAttribute.Text _ -> new OnnxAttribute.Text("linear");
            case OnnxAttribute.Ints ints -> {
                List<Long> values = new ArrayList<>(ints.values());
                values.replaceAll(value -> random.nextBoolean() ? value : number());
                yield new OnnxAttribute.Ints(values);
            }
            default -> attribute;
        };
    }

    private static OnnxNode with(OnnxNode node, List<String> inputs, LinkedHashMap<String, OnnxAttribute> attributes) {
        return new OnnxNode(
                node.name(), node.domain(), node.operator(), inputs, node.outputs(), attributes, node.origin());
    }
}
