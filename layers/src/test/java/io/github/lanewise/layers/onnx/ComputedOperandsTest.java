package io.github.lanewise.layers.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.layers.format.OnnxAttribute;
import io.github.lanewise.layers.format.OnnxType;
import io.github.lanewise.layers.graph.Data;
import io.github.lanewise.layers.graph.Model;
import io.github.lanewise.layers.testkit.Problems;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights, indices and whole numbers that a model computes while it runs. */
class ComputedOperandsTest {
    private final OnnxGraphs graph = OnnxGraphs.ofOpset(17);

    private Data run(Map<String, Data> inputs) throws IOException {
        try (Model model = graph.output("y").compile()) {
            Data y = model.run(inputs).firstEntry().getValue();
            assertExportAgrees(model, inputs, y);
            return y;
        }
    }

    /** What the compiled graph is written as takes the same inputs, as float32, and computes the same. */
    private static void assertExportAgrees(Model model, Map<String, Data> inputs, Data y) throws IOException {
        if (!model.hasKnownShapes()) {
            return;
        }
        ExportOptions fixed = ExportOptions.standard().withFixedBatch();
        try (Model again = Onnx.compile(GraphExport.of(model.graph(), fixed), OnnxOptions.standard())) {
            Map<String, Data> renamed = new LinkedHashMap<>();
            for (int i = 0; i < model.inputs().size(); i++) {
                Data given =
                        Objects.requireNonNull(inputs.get(model.inputs().get(i).name()));
                renamed.put(
                        again.inputs().get(i).name(),
                        Data.of(given.toFloats(), given.shape().toArray()));
            }
            Problems.assertSameBits(again.run(renamed).firstEntry().getValue().toFloats(), y.toFloats());
        }
    }

    private String unsupported() {
        List<String> reasons = new ArrayList<>();
        assertThatThrownBy(() -> graph.output("y").compile())
                .isInstanceOfSatisfying(UnsupportedModelException.class, e -> reasons.add(String.valueOf(e.missing())));
        return reasons.getFirst();
    }

    private static Map<String, OnnxAttribute> to(OnnxType type) {
        return Map.of("to", Attributes.integer(type.code()));
    }

    @ParameterizedTest
    @CsvSource({"Conv, 1, true", "Conv, 2, true", "Conv, 1, false", "ConvTranspose, 1, true", "ConvTranspose, 2, false"
    })
    void computedWeightsGiveWhatConstantOnesDo(String operator, int groups, boolean biased) throws IOException {
        float[] weights = Problems.floats(4 * 4 / groups * 9, 1);
        float[] doubled = new float[weights.length];
        for (int i = 0; i < weights.length; i++) {
            doubled[i] = 2 * weights[i];
        }
        float[] x = Problems.floats(2 * 4 * 5 * 6, 2);
        String bias = graph.constant(Problems.floats(4, 3), 4);
        Map<String, OnnxAttribute> attributes = Map.of(
                "group", Attributes.integer(groups),
                "pads", OnnxGraphs.ints(1, 1, 1, 1),
                "strides", OnnxGraphs.ints(2, 2));
        graph.input("x", 2, 4, 5, 6).input("w", 4, 4 / groups, 3, 3);
        graph.node("Add", "sum", "w", "w");
        List<String> more = biased ? List.of(bias) : List.of();
        graph.node(operator, "y", inputs("x", "sum", more), attributes);
        OnnxGraphs constant = OnnxGraphs.ofOpset(17).input("x", 2, 4, 5, 6);
        String known = constant.constant(doubled, 4, 4 / groups, 3, 3);
        List<String> moreConstant = biased ? List.of(constant.constant(Problems.floats(4, 3), 4)) : List.of();
        constant.node(operator, "y", inputs("x", known, moreConstant), attributes);

        Data y = run(Map.of("x", Data.of(x, 2, 4, 5, 6), "w", Data.of(weights, 4, 4 / groups, 3, 3)));

        try (Model model = constant.output("y").compile()) {
            Data expected =
                    model.run(Map.of("x", Data.of(x, 2, 4, 5, 6))).firstEntry().getValue();
            assertThat(y.shape()).isEqualTo(expected.shape());
            Problems.assertSameBits(y.toFloats(), expected.toFloats());
        }
    }

    private static List<String> inputs(String x, String weights, List<String> more) {
        List<String> inputs = new ArrayList<>(List.of(x, weights));
        inputs.addAll(more);
        return inputs;
    }

    @Test
    void convolutionOfSequencesTakesComputedWeights() throws IOException {
        graph.input("x", 1, 2, 4).input("w", 1, 2, 3);
        graph.node("Neg", "negative", "w");
        graph.node("Conv", "y", "x", "negative");

        Data y = run(Map.of(
                "x", Data.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 1, 2, 4),
                "w", Data.of(new float[] {1, 0, 1, 0, 1, 0}, 1, 2, 3)));

        assertThat(y).isEqualTo(Data.of(new float[] {-10, -13}, 1, 1, 2));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void secondFactorOfAProductMayBeComputed(boolean transposed) throws IOException {
        graph.input("a", 2, 3).input("b", 3, 3);
        graph.node("Add", "sum", "b", graph.constant(new float[] {0}));
        Map<String, OnnxAttribute> attributes =
                Map.of("transB", Attributes.flag(transposed), "alpha", Attributes.real(2), "beta", Attributes.real(3));
        graph.node("Gemm", "y", List.of("a", "sum", graph.constant(new float[] {1, 2, 3}, 3)), attributes);

        Data y = run(Map.of(
                "a", Data.of(new float[] {1, 0, 0, 0, 1, 0}, 2, 3),
                "b", Data.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 3, 3)));

        float[] expected = transposed ? new float[] {5, 14, 23, 7, 16, 25} : new float[] {5, 10, 15, 11, 16, 21};
        assertThat(y).isEqualTo(Data.of(expected, 2, 3));
    }

    @Test
    void indicesMayBeComputedAndComeInAnyNumber() throws IOException {
        graph.input("x", 3, 2).input("scores", 2, 3);
        graph.node("ArgMax", "best", List.of("scores"), Map.of("axis", Attributes.integer(1)));
        graph.node("Gather", "y", "x", "best");

        Data y = run(Map.of(
                "x", Data.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2),
                "scores", Data.of(new float[] {0, 1, 2, 9, 0, 1}, 2, 3)));

        assertThat(y).isEqualTo(Data.of(new float[] {5, 6, 1, 2}, 2, 1, 2));
    }

    @Test
    void indexBeyondTheAxisIsRefusedAndTheModelStaysUsable() throws IOException {
        graph.input("x", 3).input("i", OnnxType.INT64, 2);
        graph.node("Gather", "y", "x", "i");
        try (Model model = graph.output("y").compile()) {
            Data x = Data.of(new float[] {7, 8, 9}, 3);
            for (int call = 0; call < 40; call++) {
                assertThatThrownBy(() -> model.run(Map.of("x", x, "i", Data.of(new long[] {0, 3}, 2))))
                        .isInstanceOf(IndexOutOfBoundsException.class)
                        .hasMessageContainingAll("index 3", "axis 0");
            }
            assertThat(model.run(Map.of("x", x, "i", Data.of(new long[] {-1, 0}, 2)))
                            .get("y"))
                    .isEqualTo(Data.of(new float[] {9, 7}, 2));
        }
    }

    @Test
    void realNumbersBecomeWholeOnesTowardsZero() throws IOException {
        graph.input("x", 2, 3);
        graph.node("Exp", "e", "x");
        graph.node("Sub", "d", "e", graph.constant(new float[] {3}));
        graph.node("Cast", "whole", List.of("d"), to(OnnxType.INT32));
        graph.node("Cast", "y", List.of("whole"), to(OnnxType.FLOAT));

        Data y = run(Map.of("x", Data.of(new float[] {0, 1, 2, 0.5f, -3, 9}, 2, 3)));

        assertThat(y).isEqualTo(Data.of(new float[] {-2, 0, 4, -1, -2, 8100}, 2, 3));
    }

    @Test
    void arithmeticOfIndicesIsExact() throws IOException {
        graph.input("x", 2, 50);
        graph.node("ArgMax", "best", List.of("x"), Map.of("axis", Attributes.integer(1)));
        graph.node("Mul", "times", "best", graph.integers(7));
        graph.node("Sub", "less", "times", graph.integers(100));
        graph.node("Div", "quotient", "less", graph.integers(3));
        graph.node("Cast", "y", List.of("quotient"), to(OnnxType.FLOAT));
        float[] x = new float[100];
        x[49] = 1;
        x[50 + 2] = 1;

        assertThat(run(Map.of("x", Data.of(x, 2, 50)))).isEqualTo(Data.of(new float[] {81, -28}, 2, 1));
    }

    @ParameterizedTest
    @CsvSource({"Mul, 1000000", "Add, 16777200", "Div, 0"})
    void arithmeticThatFloat32MayNotHoldIsRefused(String operator, long other) {
        graph.input("x", 2, 50);
        graph.node("ArgMax", "best", List.of("x"), Map.of("axis", Attributes.integer(1)));
        graph.node(operator, "y", "best", graph.integers(other));

        assertThat(unsupported()).contains(operator + " (opset 17)", "float32 may not hold", ": y");
    }

    @Test
    void arithmeticOfWholeNumbersWithoutBoundsIsRefused() {
        graph.input("x", 2, 3);
        graph.node("Exp", "e", "x");
        graph.node("Cast", "whole", List.of("e"), to(OnnxType.INT64));
        graph.node("Add", "y", "whole", "whole");

        assertThat(unsupported()).contains("Add (opset 17)", "float32 may not hold", ": y");
    }

    @ParameterizedTest
    @CsvSource({"UINT8, 300, refused", "UINT8, 256, taken", "INT8, 128, taken", "INT8, 129, refused", "BOOL, 2, taken"})
    void indexIsCastToATypeThatHoldsAllOfThem(OnnxType type, int extent, String outcome) throws IOException {
        graph.input("x", 1, extent);
        graph.node("ArgMax", "best", List.of("x"), Map.of("axis", Attributes.integer(1)));
        graph.node("Cast", "small", List.of("best"), to(type));
        graph.node("Cast", "y", List.of("small"), to(OnnxType.FLOAT));
        float[] x = new float[extent];
        x[extent - 1] = 1;

        if (outcome.equals("taken")) {
            assertThat(run(Map.of("x", Data.of(x, 1, extent)))).isEqualTo(Data.of(new float[] {extent - 1}, 1, 1));
        } else {
            assertThat(unsupported()).contains("Cast (opset 17)", "from INT64 to " + type, ": small");
        }
    }

    @Test
    void everyNumberButZeroIsTrue() throws IOException {
        graph.input("x", 4);
        graph.node("Clip", "share", "x", graph.constant(new float[] {0}), graph.constant(new float[] {1}));
        graph.node("Cast", "truth", List.of("share"), to(OnnxType.BOOL));
        graph.node("Cast", "y", List.of("truth"), to(OnnxType.FLOAT));

        assertThat(run(Map.of("x", Data.of(new float[] {0.3f, 0, 7, 1e-30f}, 4))))
                .isEqualTo(Data.of(new float[] {1, 0, 1, 1}, 4));
    }

    @Test
    void numbersThatMayBeOtherThanZeroOrOneAreNotCastToTruthValues() {
        graph.input("x", 4);
        graph.node("Exp", "e", "x");
        graph.node("Cast", "y", List.of("e"), to(OnnxType.BOOL));

        assertThat(unsupported()).contains("Cast (opset 17)", "from FLOAT32 to BOOL", ": y");
    }

    @Test
    void integersThatAreGivenAreWrappedWhenTheyAreCast() throws IOException {
        graph.input("x", OnnxType.INT64, 3);
        graph.node("Cast", "small", List.of("x"), to(OnnxType.UINT8));
        graph.node("Cast", "y", List.of("small"), to(OnnxType.FLOAT));

        assertThat(run(Map.of("x", Data.of(new long[] {1, 300, -1}, 3))))
                .isEqualTo(Data.of(new float[] {1, 44, 255}, 3));
    }

    @Test
    void productsOfWholeNumbersAreRefused() {
        graph.input("x", OnnxType.INT32, 2, 2);
        graph.node("MatMul", "y", "x", "x");

        assertThat(unsupported()).contains("MatMul (opset 17)", "INT32", ": y");
    }

    @ParameterizedTest
    @CsvSource({"GlobalAveragePool", "Softmax", "Conv", "InstanceNormalization", "Sqrt"})
    void operatorsOfRealNumbersRefuseWholeOnes(String operator) {
        graph.input("x", OnnxType.INT32, 1, 2, 3, 4);
        graph.node(operator, "y", "x");

        assertThat(unsupported()).contains(operator + " (opset 17)", "elements of type INT32", ": y");
    }

    @Test
    void computedShapeIsRefused() {
        graph.input("x", 2, 3);
        graph.node("ArgMax", "best", List.of("x"), Map.of("axis", Attributes.integer(1)));
        graph.node("Reshape", "flat", "best", graph.integers(2));
        graph.node("Reshape", "y", "x", "flat");

        assertThat(unsupported()).contains("Reshape (opset 17)", "while it runs", ": y");
    }
}
