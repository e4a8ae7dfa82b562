package io.github.lanewise.layers.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.layers.format.Limits;
import io.github.lanewise.layers.format.ModelFormatException;
import io.github.lanewise.layers.format.OnnxAttribute;
import io.github.lanewise.layers.format.OnnxTensor;
import io.github.lanewise.layers.graph.Data;
import io.github.lanewise.layers.graph.Model;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small models that ask for much while they are imported: they are refused, or the work is left to the one who runs them. */
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OnnxImportBombsTest {
    private static final int MANY = 1 << 22;

    private final OnnxGraphs graph = OnnxGraphs.ofOpset(17).input("x", 2);

    private String constant(String name, int... dimensions) {
        return graph.node(
                "ConstantOfShape",
                name,
                graph.integers(Arrays.stream(dimensions).asLongStream().toArray()));
    }

    /** So many integers, which an attribute gives without a byte for each. */
    private String integers(String name, int count, long value) {
        OnnxTensor one = OnnxTensor.ofIntegers("", new long[] {1}, value);
        Map<String, OnnxAttribute> attributes = Map.of("value", new OnnxAttribute.TensorValue(one));
        return graph.node("ConstantOfShape", name, List.of(graph.integers(count)), attributes);
    }

    private void assertRefused(String... message) {
        graph.node("Exp", "y", "x");
        OnnxOptions options = OnnxOptions.standard().withLimits(Limits.DEFAULT.withActivationBytes(256 << 20));
        assertThatThrownBy(() -> Onnx.compile(graph.output("y").model(), options))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll(message);
    }

    private int operations(String output) throws IOException {
        try (Model model = graph.output(output).compile()) {
            return model.graph().nodes().size();
        }
    }

    @Test
    void knownIntegersAreBounded() {
        for (int i = 0; i < 9; i++) {
            integers("k" + i, MANY, i);
        }
        assertRefused("node 'k7'", "integers that are known", "limit of 33554432");
    }

    @Test
    void integersThatAreComputedFromOthersAreBounded() {
        String last = integers("k", MANY, 1);
        for (int i = 0; i < 10; i++) {
            last = graph.node("Add", "sum" + i, last, "k");
        }
        assertRefused("node 'sum6'", "integers that are known");
    }

    @Test
    void indicesAreBounded() {
        integers("k", MANY, 1);
        for (int i = 0; i < 5; i++) {
            graph.node("Gather", "g" + i, "x", "k");
        }
        assertRefused("node 'g2'", "integers that are known");
    }

    @Test
    void rangesOfRealNumbersAreBounded() {
        String start = graph.constant(new float[] {0});
        String end = graph.constant(new float[] {MANY});
        String step = graph.constant(new float[] {1});
        for (int i = 0; i < 20; i++) {
            graph.node("Range", "r" + i, start, end, step);
        }
        assertRefused("node 'r16'", "limit of 268435456");
    }

    @Test
    void constantsAreBounded() {
        for (int i = 0; i < 20; i++) {
            constant("c" + i, 2048, 2048);
        }
        assertRefused("node 'c", "limit of 268435456");
    }

    @Test
    void moreAxesThanAShapeHasAreRefusedAtOnce() {
        integers("k", MANY, 1);
        graph.node("Unsqueeze", "u", "x", "k");
        assertRefused("node 'u' (Unsqueeze)", "4194304 more axes for a value of rank 1", "highest rank is 8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ReduceMax", "Slice"})
    void moreAxesThanAValueHasAreRefusedAtOnce(String operator) {
        long[] axes = new long[90_000];
        Arrays.setAll(axes, i -> i);
        if (operator.equals("Slice")) {
            String numbers = graph.integers(axes);
            graph.node(operator, "z", "x", numbers, numbers, numbers);
        } else {
            graph.node(operator, "z", List.of("x"), Map.of("axes", OnnxGraphs.ints(axes)));
        }
        assertRefused("node 'z'", "90000 axes of a value of rank 1");
    }

    /** Minutes of work each, if it were done while the model is imported. */
    @ParameterizedTest
    @CsvSource({"Conv", "ConvTranspose", "MaxPool", "AveragePool", "LRN"})
    void expensiveConstantsAreLeftToTheRun(String operator) throws IOException {
        boolean sums = operator.startsWith("Conv");
        String image = sums ? constant("image", 1, 64, 256, 256) : constant("image", 1, 4096, 32, 32);
        String filters = sums ? constant("filters", 64, 64, 32, 32) : "";
        Map<String, OnnxAttribute> attributes = switch (operator) {
            case "MaxPool", "AveragePool" ->
                Map.of("kernel_shape", OnnxGraphs.ints(32, 32), "pads", OnnxGraphs.ints(16, 16, 16, 16));
            case "LRN" -> Map.of("size", new OnnxAttribute.Int(4095));
            default -> Map.of();
        };
        List<String> last = new ArrayList<>(List.of(image));
        for (int i = 0; i < 20; i++) {
            List<String> operands = sums ? List.of(image, filters) : List.of(image);
            last.add(graph.node(operator, "c" + i, operands, attributes));
        }
        Map<String, OnnxAttribute> flat = Map.of("keepdims", new OnnxAttribute.Int(0));
        String sum = "x";
        for (String part : last.subList(1, last.size())) {
            sum = graph.node("Add", "sum " + part, sum, graph.node("ReduceMax", "max " + part, List.of(part), flat));
        }
        assertThat(operations(sum)).isGreaterThan(sums ? 40 : 20);
    }

    @Test
    void longChainOfProductsIsLeftToTheRun() throws IOException {
        String last = constant("a", 1024, 1024);
        for (int i = 0; i < 60; i++) {
            last = graph.node("MatMul", "m" + i, last, "a");
        }
        assertThat(operations(graph.node("Concat", "y", List.of(last), Map.of("axis", new OnnxAttribute.Int(0)))))
                .isBetween(56, 65);
    }

    @Test
    void cheapConstantsAreComputedAtOnce() throws IOException {
        graph.node("MatMul", "m", constant("a", 256, 2), constant("b", 2, 2));
        graph.node("MatMul", "y", "x", graph.node("Transpose", "t", "m"));
        assertThat(operations("y")).isLessThanOrEqualTo(3);
    }

    @Test
    void manyOperationsInARowTakeNoSearch() throws IOException {
        String last = "x";
        for (int i = 0; i < 60_000; i++) {
            last = graph.node(i % 2 == 0 ? "Tanh" : "Neg", "n" + i, last);
        }
        try (Model model = graph.output(last).compile()) {
            assertThat(model.callBytes()).isEqualTo(2 * 64);
            Data result = model.run(Map.of("x", Data.of(new float[2], 2)))
                    .firstEntry()
                    .getValue();
            assertThat(result.toFloats()).containsOnly(0);
        }
    }

    @Test
    void manyOperationsSideBySideTakeNoSearch() throws IOException {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < 60_000; i++) {
            parts.add(graph.node("Neg", "n" + i, "x"));
        }
        graph.node("Concat", "y", parts, Map.of("axis", new OnnxAttribute.Int(0)));
        try (Model model = graph.output("y").compile()) {
            assertThat(model.callBytes()).isBetween(60_000L * 64, 60_300L * 64 + 120_000 * 4);
        }
    }

    @Test
    void splitIntoMoreThanItsOutputsIsRefusedAtOnce() {
        graph.node("Split", "part", List.of("x"), Map.of("num_outputs", Attributes.integer(Integer.MAX_VALUE)));
        assertRefused("node 'part'", "num_outputs is 2147483647, the node has 1 outputs");
    }

    @Test
    void manyUnknownOperatorsTakeNoSearch() {
        OnnxGraphs open = OnnxGraphs.ofOpset(17).input("x", "N", "L");
        for (int i = 0; i < 100_000; i++) {
            open.node("Bernoulli", "y" + i, i == 0 ? "x" : "y" + (i - 1));
        }
        assertThatThrownBy(open.output("y0")::compile)
                .isInstanceOfSatisfying(
                        UnsupportedModelException.class,
                        e -> assertThat(e.missing().getFirst().nodes()).hasSize(100_000));
    }
}
