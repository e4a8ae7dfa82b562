package io.github.lanewise.layers.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.layers.format.OnnxAttribute;
import io.github.lanewise.layers.graph.Data;
import io.github.lanewise.layers.graph.Graph;
import io.github.lanewise.layers.graph.Model;
import io.github.lanewise.layers.graph.ModelOptions;
import io.github.lanewise.layers.graph.Node;
import io.github.lanewise.layers.graph.Operator;
import io.github.lanewise.layers.graph.Optimisation;
import io.github.lanewise.layers.testkit.Problems;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions behind convolutions and dense layers are part of those, and the bits are the same. */
class FusedFunctionsTest {
    private static final int OPSET = 20;
    private static final int BATCH = 2;
    private static final int SIDE = 9;

    private final OnnxGraphs graph = OnnxGraphs.ofOpset(OPSET).input("x", "N", 4, SIDE, SIDE);

    private void assertIsOneStep(String x, int steps) throws IOException {
        graph.output(x);
        float[] images = Problems.floats(BATCH * 4 * SIDE * SIDE, 9);
        try (Model fused = graph.compile();
                Model apart = graph.compile(ModelOptions.standard().without(Optimisation.FUSE_EPILOGUE));
                Model plain = graph.compile(ModelOptions.standard().withOptimisations(Set.of()));
                Model again = Onnx.compile(
                        GraphExport.of(fused.graph(), ExportOptions.standard().withFixedBatch()),
                        OnnxOptions.standard())) {
            float[] expected = run(apart, images);

            assertThat(functions(fused.graph())).isEmpty();
            assertThat(steps(fused.graph())).isEqualTo(steps);
            assertThat(steps(apart.graph())).isGreaterThan(steps);
            Problems.assertSameBits(run(fused, images), expected);
            Problems.assertClose(run(plain, images), doubles(expected), 1e-5);
            float[] one = Problems.floats(4 * SIDE * SIDE, 10);
            Problems.assertClose(again.run(one, 1), doubles(fused.run(one, 1)), 1e-5);
        }
    }

    private static float[] run(Model model, float[] images) {
        return model.run(Map.of("x", Data.of(images, BATCH, 4, SIDE, SIDE)))
                .firstEntry()
                .getValue()
                .toFloats();
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    private static List<Node> functions(Graph graph) {
        return graph.nodes().stream()
                .filter(node -> node.operator() instanceof Operator.Unary
                        || node.operator() instanceof Operator.Binary
                        || node.operator() instanceof Operator.Activate)
                .toList();
    }

    private static long steps(Graph graph) {
        return graph.nodes().stream()
                .filter(node ->
                        !(node.operator() instanceof Operator.Input || node.operator() instanceof Operator.Constant))
                .count();
    }

    private String conv(String x, String name, int groups) {
        String weights = graph.constant(Problems.floats(4 * 4 / groups * 9, name.length()), 4, 4 / groups, 3, 3);
        String bias = graph.constant(Problems.floats(4, 3), 4);
        Map<String, OnnxAttribute> attributes =
                Map.of("group", Attributes.integer(groups), "pads", OnnxGraphs.ints(1, 1, 1, 1));
        return graph.node("Conv", name, List.of(x, weights, bias), attributes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sigmoid",
                "Tanh",
                "HardSigmoid",
                "HardSwish",
                "Elu",
                "Selu",
                "Celu",
                "LeakyRelu",
                "ThresholdedRelu",
                "Softplus",
                "Softsign",
                "Mish",
                "Gelu",
                "Erf",
                "Exp",
                "Abs",
                "Neg"
            })
    void functionOfOneElementIsPartOfTheConvolution(String function) throws IOException {
        graph.node(function, "y", conv("x", "conv", 1));

        assertIsOneStep("y", 1);
    }

    @ParameterizedTest
    @CsvSource({"1, Tanh", "2, Sigmoid", "4, Elu"})
    void everyKindOfConvolutionTakesOneAlsoBehindASum(int groups, String function) throws IOException {
        String branch = conv(conv("x", "first", groups), "second", groups);
        graph.node("Add", "sum", branch, "x");
        graph.node(function, "y", "sum");

        assertIsOneStep(conv("y", "third", groups), 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Relu", "Clip"})
    void functionFollowsAnActivation(String activation) throws IOException {
        List<String> inputs = new ArrayList<>(List.of(conv("x", "conv", 1)));
        if (activation.equals("Clip")) {
            inputs.add(graph.constant(new float[] {-0.25f}));
            inputs.add(graph.constant(new float[] {0.5f}));
        }
        graph.node(activation, "clipped", inputs, Map.of());
        graph.node("Exp", "y", "clipped");

        assertIsOneStep("y", 1);
    }

    @Test
    void transposedConvolutionTakesOne() throws IOException {
        String weights = graph.constant(Problems.floats(4 * 3 * 4, 1), 4, 3, 2, 2);
        graph.node("ConvTranspose", "up", List.of("x", weights), Map.of("strides", OnnxGraphs.ints(2, 2)));
        graph.node("Tanh", "y", "up");

        assertIsOneStep("y", 1);
    }

    @Test
    void denseLayerTakesOne() throws IOException {
        graph.node("GlobalAveragePool", "mean", "x");
        graph.node("Flatten", "features", "mean");
        graph.node("Gemm", "dense", "features", graph.constant(Problems.floats(4 * 70, 1), 4, 70));
        graph.node("Sigmoid", "y", "dense");

        assertIsOneStep("y", 3);
    }

    @Test
    void geluInSingleOperationsIsPartOfTheConvolution() throws IOException {
        conv("x", "conv", 1);
        graph.node("Div", "scaled", "conv", graph.constant(new float[] {(float) Math.sqrt(2)}));
        graph.node("Erf", "erf", "scaled");
        graph.node("Add", "factor", "erf", graph.constant(new float[] {1}));
        graph.node("Mul", "twice", "conv", "factor");
        graph.node("Mul", "y", "twice", graph.constant(new float[] {0.5f}));

        assertIsOneStep("y", 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sigmoid", "HardSigmoid", "Mish"})
    void gateOfWhatItGatesIsPartOfTheConvolution(String gate) throws IOException {
        conv("x", "conv", 1);
        switch (gate) {
            case "Sigmoid" -> graph.node("Sigmoid", "gate", "conv");
            case "HardSigmoid" ->
                graph.node("HardSigmoid", "gate", List.of("conv"), Map.of("alpha", Attributes.real(1 / 6f)));
            default -> graph.node("Tanh", "gate", graph.node("Softplus", "softplus", "conv"));
        }
        graph.node("Mul", "y", "conv", "gate");

        assertIsOneStep("y", 1);
    }
}
