package io.github.lanewise.layers.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Small valid models. */
final class OnnxSamples {
    private OnnxSamples() {}

    /** Every kind of attribute, dimension and initialiser that is written. */
    static OnnxModel rich() {
        SequencedMap<String, OnnxAttribute> conv = new LinkedHashMap<>();
        conv.put("strides", new OnnxAttribute.Ints(List.of(2L, 1L)));
        conv.put("pads", new OnnxAttribute.Ints(List.of(0L, 1L, 0L, 1L)));
        conv.put("group", new OnnxAttribute.Int(1));
        conv.put("auto_pad", new OnnxAttribute.Text("NOTSET"));
        SequencedMap<String, OnnxAttribute> constant = new LinkedHashMap<>();
        constant.put(
                "value", new OnnxAttribute.TensorValue(OnnxTensor.ofIntegers("", new long[] {2}, -1, Long.MAX_VALUE)));
        SequencedMap<String, OnnxAttribute> other = new LinkedHashMap<>();
        other.put("alpha", new OnnxAttribute.Real(-0.5f));
        other.put("scales", new OnnxAttribute.Reals(List.of(1f, Float.NaN)));
        other.put("names", new OnnxAttribute.Texts(List.of("", "ä")));
        SequencedMap<String, OnnxTensor> initializers = new LinkedHashMap<>();
        initializers.put("w", OnnxTensor.ofFloats("w", new long[] {2, 1, 1, 1}, 1, -2));
        initializers.put("b", OnnxTensor.ofFloats("b", new long[] {2}, 0.5f, 0));
        initializers.put("axes", OnnxTensor.ofIntegers("axes", new long[] {1}, 2));
        OnnxGraph graph = new OnnxGraph(
                "main",
                List.of(
                        OnnxNode.of("conv1", "Conv", List.of("x", "w", "b"), List.of("c"), conv),
                        OnnxNode.of("", "Constant", List.of(), List.of("s"), constant),
                        new OnnxNode(
                                "own",
                                "com.example",
                                "Own",
                                List.of("c", "", "s", "axes"),
                                List.of("y", ""),
                                other,
                                Origin.MEMORY)),
                initializers,
                List.of(
                        OnnxValueInfo.of(
                                "x",
                                OnnxType.FLOAT,
                                new OnnxDimension.Symbol("N"),
                                new OnnxDimension.Fixed(1),
                                new OnnxDimension.Unknown(),
                                new OnnxDimension.Fixed(0)),
                        OnnxValueInfo.of("b", OnnxType.FLOAT, new OnnxDimension.Fixed(2))),
                List.of(new OnnxValueInfo("y", OnnxType.FLOAT16, null, Origin.MEMORY)),
                List.of(
                        OnnxValueInfo.of("c", OnnxType.FLOAT),
                        new OnnxValueInfo("s", OnnxType.UNDEFINED, null, Origin.MEMORY)));
        SequencedMap<String, Integer> opsets = new LinkedHashMap<>();
        opsets.put("", 17);
        opsets.put("com.example", 1);
        SequencedMap<String, String> metadata = new LinkedHashMap<>();
        metadata.put("source", "test");
        metadata.put("empty", "");
        return new OnnxModel(8, opsets, "lanewise", "0.1", -3, metadata, graph);
    }

    /** {@code y = Sum(x, every tensor)}. */
    static OnnxModel sum(SequencedMap<String, OnnxTensor> tensors) {
        List<String> inputs = new ArrayList<>(List.of("x"));
        inputs.addAll(tensors.keySet());
        OnnxGraph graph = new OnnxGraph(
                "sum",
                List.of(OnnxNode.of("sum", "Sum", inputs, List.of("y"), Map.of())),
                tensors,
                List.of(OnnxValueInfo.of("x", OnnxType.FLOAT)),
                List.of(OnnxValueInfo.of("y", OnnxType.FLOAT)),
                List.of());
        SequencedMap<String, Integer> opsets = new LinkedHashMap<>();
        opsets.put("", 21);
        return new OnnxModel(10, opsets, "", "", 0, new LinkedHashMap<>(), graph);
    }

    /** Asserts that two models say the same, wherever it was read, down to the bits of their tensors. */
    static void assertSame(OnnxModel actual, OnnxModel expected) {
        assertThat(actual)
                .usingRecursiveComparison()
                .ignoringFieldsOfTypes(Origin.class)
                .withEqualsForType(OnnxSamples::isSame, OnnxTensor.class)
                .withEqualsForType(Float::equals, Float.class)
                .isEqualTo(expected);
        assertThat(actual.graph().initializers().sequencedKeySet())
                .containsExactlyElementsOf(expected.graph().initializers().sequencedKeySet());
    }

    static boolean isSame(OnnxTensor one, OnnxTensor other) {
        return one.toString().equals(other.toString()) && one.data().mismatch(other.data()) == -1;
    }
}
