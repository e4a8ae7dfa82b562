package io.github.lanewise.layers.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.layers.format.OnnxAttribute;
import io.github.lanewise.layers.format.OnnxModel;
import io.github.lanewise.layers.format.OnnxNode;
import io.github.lanewise.layers.graph.Data;
import io.github.lanewise.layers.graph.Model;
import io.github.lanewise.layers.graph.ModelOptions;
import io.github.lanewise.layers.testkit.Problems;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What opset 17 has no operator for is written with a newer one, or composed, and gives the same bits when read again. */
class OnnxNewerExportTest {
    private static final int BATCH = 2;

    @TempDir
    private Path folder;

    private static List<Arguments> operators() {
        List<Arguments> cases = new ArrayList<>();
        cases.add(node(19, 19, "Pad", text("mode", "wrap"), new long[] {0, 0, 1, 2, 0, 0, 0, 1}));
        for (boolean counted : new boolean[] {false, true}) {
            cases.add(node(
                    19,
                    19,
                    "AveragePool",
                    Map.of(
                            "kernel_shape", OnnxGraphs.ints(2, 3),
                            "dilations", OnnxGraphs.ints(2, 1),
                            "pads", OnnxGraphs.ints(1, 1, 0, 1),
                            "count_include_pad", Attributes.flag(counted))));
        }
        for (String mode : List.of("nearest", "linear")) {
            addResizes(cases, 19, 19, text("mode", mode), "half_pixel_symmetric");
        }
        addResizes(cases, 11, 17, text("mode", "linear"), "tf_half_pixel_for_nn");
        for (String rounding : List.of("round_prefer_floor", "round_prefer_ceil", "floor", "ceil")) {
            addResizes(cases, 11, 17, text("nearest_mode", rounding), "tf_half_pixel_for_nn");
        }
        return cases;
    }

    private static void addResizes(
            List<Arguments> cases, int opset, int written, Map<String, OnnxAttribute> mode, String coordinates) {
        Map<String, OnnxAttribute> attributes = new LinkedHashMap<>(mode);
        attributes.put("coordinate_transformation_mode", Attributes.text(coordinates));
        float[] none = {};
        cases.add(node(opset, written, "Resize", attributes, none, new float[] {1, 1, 1.3f, 0.7f}));
        cases.add(node(opset, written, "Resize", attributes, none, none, new long[] {1, 4, 5, 13}));
    }

    private static Arguments node(
            int opset, int written, String operator, Map<String, OnnxAttribute> attributes, Object... more) {
        return Arguments.of(opset, written, operator, attributes, List.of(more));
    }

    private static Map<String, OnnxAttribute> text(String name, String value) {
        return Map.of(name, Attributes.text(value));
    }

    private static OnnxGraphs graph(
            int opset, String operator, Map<String, OnnxAttribute> attributes, List<Object> more) {
        OnnxGraphs graph = OnnxGraphs.ofOpset(opset).input("x", "N", 4, 6, 5);
        List<String> inputs = new ArrayList<>(List.of("x"));
        for (Object constant : more) {
            inputs.add(
                    constant instanceof long[] integers ? graph.integers(integers) : floats(graph, (float[]) constant));
        }
        graph.node(operator, "y", inputs, attributes);
        return graph.output("y");
    }

    private static String floats(OnnxGraphs graph, float[] values) {
        return values.length == 0 ? "" : graph.constant(values, values.length);
    }

    private static Data run(Model model, int batch) {
        String input = model.inputs().getFirst().name();
        Data x = Data.of(Problems.floats(batch * 120, 1), batch, 4, 6, 5);
        return Objects.requireNonNull(model.run(Map.of(input, x)).firstEntry().getValue());
    }

    @ParameterizedTest
    @MethodSource("operators")
    void readBackItGivesTheSameBits(
            int opset, int written, String operator, Map<String, OnnxAttribute> attributes, List<Object> more)
            throws IOException {
        OnnxGraphs graph = graph(opset, operator, attributes, more);
        boolean forOneImage = more.size() == 3;
        for (ModelOptions options :
                List.of(ModelOptions.standard(), ModelOptions.standard().withOptimisations(Set.of()))) {
            try (Model model = graph.compile(options)) {
                OnnxModel exported = Onnx.export(model.graph(), ExportOptions.standard());
                assertThat(exported.opsets()).containsExactly(Map.entry("", written));
                assertThat(exported.irVersion()).isEqualTo(written == 17 ? 8 : 9);
                Path file = folder.resolve("model.onnx");
                exported.save(file);
                try (Model again = Onnx.load(file)) {
                    assertThat(run(again, 1)).isEqualTo(run(model, 1));
                    if (!forOneImage) {
                        assertThat(run(again, BATCH)).isEqualTo(run(model, BATCH));
                    }
                }
            }
        }
    }

    @Test
    void allNodesHaveTheFormOfTheNewerOpset() throws IOException {
        for (String mode : List.of("edge", "wrap")) {
            OnnxGraphs graph = graph(19, "Pad", text("mode", mode), List.of(new long[] {0, 0, 1, 2, 0, 0, 0, 1}));
            graph.node("ReduceMean", "mean", "y", graph.integers(1));
            graph.node("ReduceSum", "sum", "mean", graph.integers(2));
            graph.node("Resize", "z", "sum", "", graph.constant(new float[] {1, 1, 1, 2}, 4));
            try (Model model = graph.output("z").compile()) {
                OnnxModel exported = Onnx.export(model.graph(), ExportOptions.standard());
                boolean newer = mode.equals("wrap");
                assertThat(exported.opsets()).containsExactly(Map.entry("", newer ? 19 : 17));
                OnnxNode mean = find(exported, "ReduceMean");
                assertThat(mean.inputs()).hasSize(newer ? 2 : 1);
                assertThat(mean.has("axes")).isEqualTo(!newer);
                assertThat(find(exported, "ReduceSum").inputs()).hasSize(2);
                assertThat(find(exported, "Resize").has("axes")).isEqualTo(newer);
                try (Model again = Onnx.compile(exported, OnnxOptions.standard())) {
                    assertThat(List.copyOf(again.run(Map.of("input", image())).values()))
                            .isEqualTo(
                                    List.copyOf(model.run(Map.of("x", image())).values()));
                }
            }
        }
    }

    private static Data image() {
        return Data.of(Problems.floats(BATCH * 120, 2), BATCH, 4, 6, 5);
    }

    private static OnnxNode find(OnnxModel model, String operator) {
        return model.graph().nodes().stream()
                .filter(node -> node.operator().equals(operator))
                .findFirst()
                .orElseThrow();
    }
}
