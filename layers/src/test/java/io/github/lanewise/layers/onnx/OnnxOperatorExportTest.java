package io.github.lanewise.layers.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.layers.format.OnnxAttribute;
import io.github.lanewise.layers.graph.Data;
import io.github.lanewise.layers.graph.Model;
import io.github.lanewise.layers.graph.ModelOptions;
import io.github.lanewise.layers.testkit.Problems;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Imported graphs of one operator over images, plain and compiled, written as ONNX models and read again. */
class OnnxOperatorExportTest {
    private static final int[] SHAPE = {2, 4, 6, 5};

    private static Arguments node(int opset, String operator, Map<String, OnnxAttribute> attributes, Object... more) {
        return Arguments.of(opset, operator, attributes, List.of(more));
    }

    private static OnnxAttribute real(double value) {
        return Attributes.real((float) value);
    }

    private static List<Arguments> operators() {
        OnnxAttribute axes = OnnxGraphs.ints(2, 3);
        OnnxAttribute kernel = OnnxGraphs.ints(3, 2);
        return List.of(
                node(17, "LeakyRelu", Map.of("alpha", real(0.2))),
                node(17, "ThresholdedRelu", Map.of("alpha", real(0.3))),
                node(17, "Elu", Map.of("alpha", real(0.7))),
                node(17, "Selu", Map.of()),
                node(17, "Celu", Map.of("alpha", real(0.7))),
                node(17, "HardSigmoid", Map.of()),
                node(17, "HardSwish", Map.of()),
                node(17, "Softplus", Map.of()),
                node(18, "Mish", Map.of()),
                node(20, "Gelu", Map.of()),
                node(20, "Gelu", Map.of("approximate", Attributes.text("tanh"))),
                node(17, "Clip", Map.of(), new float[] {-0.5f}, new float[] {0.25f}),
                node(17, "Mul", Map.of(), new float[] {1, 2, 3, 4, 5}),
                node(17, "Max", Map.of(), new float[] {0.1f}),
                node(17, "Flatten", Map.of()),
                node(17, "Transpose", Map.of("perm", OnnxGraphs.ints(0, 2, 1, 3))),
                node(17, "Softmax", Map.of("axis", Attributes.integer(1))),
                node(17, "LogSoftmax", Map.of("axis", Attributes.integer(3))),
                node(17, "ReduceMean", Map.of("axes", axes)),
                node(17, "ReduceL2", Map.of("axes", axes, "keepdims", Attributes.flag(false))),
                node(17, "ArgMax", Map.of("axis", Attributes.integer(1))),
                node(17, "LRN", Map.of("size", Attributes.integer(3))),
                node(17, "MaxPool", Map.of("kernel_shape", kernel, "ceil_mode", Attributes.flag(true))),
                node(17, "AveragePool", Map.of("kernel_shape", kernel, "pads", OnnxGraphs.ints(1, 1, 0, 0))),
                node(17, "GlobalMaxPool", Map.of()),
                node(17, "DepthToSpace", Map.of("blocksize", Attributes.integer(2))),
                node(17, "Slice", Map.of(), new long[] {3, -1}, new long[] {0, -9}, new long[] {1, 3}, new long[] {
                    -2, -1
                }),
                node(17, "Pad", Map.of("mode", Attributes.text("reflect")), new long[] {0, 0, 1, 2, 0, 0, 0, 1}),
                node(17, "Tile", Map.of(), new long[] {1, 2, 1, 3}),
                node(17, "Gather", Map.of("axis", Attributes.integer(1)), new long[] {2, 0}),
                node(17, "Resize", Map.of("mode", Attributes.text("linear")), new float[0], new float[] {1, 1, 2, 1.5f
                }));
    }

    private static OnnxGraphs graph(
            int opset, String operator, Map<String, OnnxAttribute> attributes, List<Object> more) {
        OnnxGraphs graph = OnnxGraphs.ofOpset(opset).input("x", 2, 4, 6, 5);
        List<String> inputs = new ArrayList<>(List.of("relu"));
        for (Object constant : more) {
            inputs.add(
                    constant instanceof long[] integers
                            ? graph.integers(integers)
                            : constant(graph, operator, (float[]) constant));
        }
        graph.node("GlobalAveragePool", "pooled", "x");
        graph.node("Sub", "relu", "x", "pooled");
        graph.node(operator, "y", inputs, attributes);
        return graph.output("y");
    }

    private static String constant(OnnxGraphs graph, String operator, float[] values) {
        if (operator.equals("Resize")) {
            return values.length == 0 ? "" : graph.constant(values, values.length);
        }
        return values.length == 1 ? graph.constant(values) : graph.constant(values, values.length);
    }

    @ParameterizedTest
    @MethodSource("operators")
    void readBackItAgrees(int opset, String operator, Map<String, OnnxAttribute> attributes, List<Object> more)
            throws IOException {
        OnnxGraphs graph = graph(opset, operator, attributes, more);
        for (ModelOptions options :
                List.of(ModelOptions.standard(), ModelOptions.standard().withOptimisations(Set.of()))) {
            try (Model model = graph.compile(options);
                    Model again = Onnx.compile(
                            Onnx.export(model.graph(), ExportOptions.standard().withFixedBatch()),
                            OnnxOptions.standard())) {
                Data x = Data.of(Problems.floats(2 * 4 * 6 * 5, 1), SHAPE);
                Data expected = Objects.requireNonNull(model.run(Map.of("x", x)).get("y"));
                Data found =
                        Objects.requireNonNull(again.run(Map.of("input", x)).get("output"));
                assertThat(found.shape()).isEqualTo(expected.shape());
                double[] values = new double[expected.toFloats().length];
                for (int i = 0; i < values.length; i++) {
                    values[i] = expected.toFloats()[i];
                }
                Problems.assertClose(found.toFloats(), values, 1e-5);
            }
        }
    }

    @Test
    void oneResultMayBeSeveralOutputs() throws IOException {
        OnnxGraphs graph = OnnxGraphs.ofOpset(17).input("x", 1, 2, 3, 4);
        graph.node("MaxPool", "a", List.of("x"), Map.of("kernel_shape", OnnxGraphs.ints(2, 2)));
        graph.node("Identity", "b", "a");
        graph.node("Transpose", "c", List.of("a"), Map.of("perm", OnnxGraphs.ints(0, 2, 3, 1)));
        graph.output("a").output("b").output("c");
        Data x = Data.of(Problems.floats(24, 1), 1, 2, 3, 4);
        try (Model model = graph.compile();
                Model again = Onnx.compile(
                        Onnx.export(model.graph(), ExportOptions.standard().withFixedBatch()),
                        OnnxOptions.standard())) {
            assertThat(List.copyOf(again.run(Map.of("input", x)).values()))
                    .hasSize(3)
                    .isEqualTo(List.copyOf(model.run(Map.of("x", x)).values()));
        }
    }
}
