package io.github.lanewise.layers.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.layers.format.Limits;
import io.github.lanewise.layers.format.ModelFormatException;
import io.github.lanewise.layers.format.OnnxAttribute;
import io.github.lanewise.layers.format.OnnxType;
import io.github.lanewise.layers.graph.Data;
import io.github.lanewise.layers.graph.Model;
import io.github.lanewise.layers.graph.ModelOptions;
import io.github.lanewise.layers.testkit.Problems;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OnnxImportTest {
    private static final Map<String, OnnxAttribute> NO_PADDING = Map.of();

    private static OnnxGraphs graph() {
        return OnnxGraphs.ofOpset(13);
    }

    private static List<String> operations(Model model) {
        return model.describe()
                .lines()
                .filter(line -> line.matches(" +\\d+ .*"))
                .map(line -> line.strip().split(" {2,}", -1)[2])
                .toList();
    }

    private static float[] run(Model model, String input, float[] values, int... dimensions) {
        return model.run(Map.of(input, Data.of(values, dimensions)))
                .firstEntry()
                .getValue()
                .toFloats();
    }

    /** A shuffle of the channels of two groups between pointwise convolutions. */
    private static OnnxGraphs shuffle() {
        OnnxGraphs graph = graph().input("x", "N", 4, 3, 2);
        String weights = graph.constant(Problems.floats(16, 1), 4, 4, 1, 1);
        graph.node("Conv", "a", List.of("x", weights), NO_PADDING);
        graph.node("Reshape", "b", "a", graph.integers(0, 2, 2, 3, 2));
        graph.node("Transpose", "c", List.of("b"), Map.of("perm", OnnxGraphs.ints(0, 2, 1, 3, 4)));
        graph.node("Reshape", "d", "c", graph.integers(0, -1, 3, 2));
        graph.node("Conv", "e", List.of("d", weights), NO_PADDING);
        return graph.output("e");
    }

    @Test
    void shuffledChannelsStayChannelsLast() throws IOException {
        try (Model model = shuffle().compile();
                Model plain = shuffle().compile(ModelOptions.standard().withOptimisations(Set.of()))) {
            float[] x = Problems.floats(2 * 24, 2);

            Problems.assertSameBits(model.run(x, 2), plain.run(x, 2));
            assertThat(operations(model))
                    .containsExactly("conv 1x1 / 1", "reshape", "transpose [0, 1, 2, 4, 3]", "reshape", "conv 1x1 / 1");
            assertThat(operations(plain)).contains("flatten", "channels last");
        }
    }

    @Test
    void concatenationAndArithmeticStayChannelsLast() throws IOException {
        OnnxGraphs graph = graph().input("x", "N", 2, 3, 3);
        String weights = graph.constant(Problems.floats(4, 1), 2, 2, 1, 1);
        graph.node("Conv", "a", "x", weights);
        graph.node("Concat", "b", List.of("a", "x"), Map.of("axis", new OnnxAttribute.Int(1)));
        graph.node("Mul", "c", "b", graph.constant(new float[] {1, 2, 3, 4}, 1, 4, 1, 1));
        graph.node("ReduceMean", "d", List.of("c"), Map.of("axes", OnnxGraphs.ints(2, 3)));
        graph.output("d");
        try (Model model = graph.compile()) {
            assertThat(operations(model))
                    .containsExactly("conv 1x1 / 1", "concat axis 3", "multiply", "global average pool");
            float[] x = Problems.floats(18, 3);
            float[] y = model.run(x, 1);
            float mean = 0;
            for (int i = 9; i < 18; i++) {
                mean += x[i] / 9;
            }
            assertThat(y).hasSize(4);
            assertThat(y[3]).isCloseTo(4 * mean, within(1e-5f));
        }
    }

    @Test
    void inputThatIsTransposedToChannelsFirstIsReadAsItIs() throws IOException {
        OnnxGraphs graph = graph().input("x", 1, 4, 5, 2);
        graph.node("Transpose", "t", List.of("x"), Map.of("perm", OnnxGraphs.ints(0, 3, 1, 2)));
        graph.node("Conv", "y", "t", graph.constant(Problems.floats(6, 1), 3, 2, 1, 1));
        graph.node("Transpose", "z", List.of("y"), Map.of("perm", OnnxGraphs.ints(0, 2, 3, 1)));
        try (Model model = graph.output("z").compile()) {
            assertThat(operations(model)).containsExactly("conv 1x1 / 1");
        }
    }

    @Test
    void shapeArithmeticIsAReshapeForEveryBatch() throws IOException {
        OnnxGraphs graph = graph().input("x", "N", 2, 3, 4);
        graph.node("Shape", "shape", "x");
        graph.node("Gather", "batch", "shape", graph.integers(0));
        graph.node("Concat", "target", List.of("batch", graph.integers(-1)), Map.of("axis", new OnnxAttribute.Int(0)));
        graph.node("Reshape", "y", "x", "target");
        try (Model model = graph.output("y").compile()) {
            float[] x = Problems.floats(3 * 24, 1);

            assertThat(model.run(Map.of("x", Data.of(x, 3, 2, 3, 4))).get("y")).isEqualTo(Data.of(x, 3, 24));
            assertThat(model.inputs().getFirst()).hasToString("x: float32 [N, 2, 3, 4]");
        }
    }

    @Test
    void weightsArePackedOnceForAllShapes() throws IOException {
        OnnxGraphs graph = graph().input("x", "N", 2, "H", "W");
        graph.node("Conv", "y", "x", graph.constant(Problems.floats(36, 1), 2, 2, 3, 3));
        try (Model model = graph.output("y").compile()) {
            assertThat(model.describe()).contains("x: float32 [N, 2, H, W]");
            run(model, "x", Problems.floats(50, 1), 1, 2, 5, 5);
            long packed = model.packedBytes();
            assertThat(packed).isPositive();

            assertThat(run(model, "x", Problems.floats(4 * 6 * 7, 1), 2, 2, 6, 7))
                    .hasSize(2 * 2 * 4 * 5);
            assertThat(model.packedBytes()).isEqualTo(packed);
        }
    }

    @Test
    void inputThatIsAShapeDecidesTheGraph() throws IOException {
        OnnxGraphs graph = graph().input("x", 6).input("shape", OnnxType.INT64, 2);
        graph.node("Reshape", "y", "x", "shape");
        try (Model model = graph.output("y").compile()) {
            float[] x = Problems.floats(6, 1);
            for (int rows : new int[] {1, 2, 3, 6, 2}) {
                Map<String, Data> inputs = Map.of("x", Data.of(x, 6), "shape", Data.of(new long[] {rows, 6 / rows}, 2));
                assertThat(model.run(inputs).get("y")).isEqualTo(Data.of(x, rows, 6 / rows));
            }
        }
    }

    @Test
    void modelOfSeveralInputsWarmsUp() throws IOException {
        OnnxGraphs graph = graph().input("x", "N", 3).input("i", OnnxType.INT64, "N", 2);
        graph.node("Gather", "z", List.of("x", "i"), Map.of("axis", Attributes.integer(1)));
        try (Model model = graph.output("z").compile()) {
            assertThat(model.warmUp()).isPositive();
        }
    }

    @Test
    void tableOfStepsCutsLongNamesAtTheirBeginningAndStaysAligned() throws IOException {
        OnnxGraphs graph = graph().input("x", "N", 3);
        String name = "/features/block.12/block.12.3/expand/expand.0/Tanh_output_0";
        graph.node("Tanh", name, "x");
        graph.node("Exp", "y", name);
        try (Model model = graph.output("y").compile()) {
            List<String> table = model.describe()
                    .lines()
                    .dropWhile(line -> !line.strip().startsWith("step"))
                    .toList();

            assertThat(table).hasSize(3).allSatisfy(line -> assertThat(line).hasSameSizeAs(table.getFirst()));
            assertThat(table.get(1)).contains("  ...ck.12.3/expand/expand.0/Tanh_output_0  tanh  ");
        }
    }

    @Test
    void allUnsupportedNodesAreNamedAtOnce() {
        OnnxGraphs graph = graph().input("x", 1, 1, 2, 2, 2);
        graph.node("Bernoulli", "first", "x");
        graph.node("Relu", "fine", "first");
        graph.node("Bernoulli", "second", "x");
        graph.node("MaxPool", "third", List.of("x"), Map.of("kernel_shape", OnnxGraphs.ints(1, 1, 1)));
        graph.node("NonZero", "fourth", "fine");

        assertThatThrownBy(() -> graph.output("fine").compile())
                .isInstanceOfSatisfying(
                        UnsupportedModelException.class,
                        e -> assertThat(e.missing())
                                .extracting(UnsupportedModelException.Missing::toString)
                                .containsExactly(
                                        "Bernoulli (opset 13): unknown operator: first, second",
                                        "MaxPool (opset 13): windows over 3 axes: third",
                                        "NonZero (opset 13): unknown operator: fourth"));
    }

    @Test
    void namesOfUnsupportedNodesArePrintedOnOneLine() {
        OnnxGraphs graph = graph().input("x", 1);
        graph.node("Bernoulli", "first\n\u001b[31mred", "x");
        assertThatThrownBy(() -> graph.output("first\n\u001b[31mred").compile())
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageEndingWith("Bernoulli (opset 13): unknown operator: first??[31mred");
    }

    @Test
    void slicesWithStepsBeyondTheEndMerge() throws IOException {
        OnnxGraphs graph = graph().input("x", 16);
        String axis = graph.integers(0);
        graph.node("Slice", "a", "x", graph.integers(1), graph.integers(16), axis, graph.integers(4));
        graph.node("Slice", "b", "a", graph.integers(2), graph.integers(4), axis, graph.integers(1L << 30));
        graph.node("Slice", "y", "b", graph.integers(0), graph.integers(-9), axis, graph.integers(Long.MIN_VALUE + 1));
        try (Model model = graph.output("y").compile()) {
            float[] x = Problems.floats(16, 1);
            assertThat(run(model, "x", x, 16)).containsExactly(x[9]);
            assertThat(operations(model)).containsExactly("slice");
        }
    }

    @Test
    void faultNamesTheNode() {
        OnnxGraphs graph = graph().input("x", "N", 3, 4, 4);
        graph.node("Conv", "conv7", "x", graph.constant(new float[8], 2, 4, 1, 1));

        assertThatThrownBy(() -> graph.output("conv7").compile())
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("node 'conv7' (Conv)", "[1, 4, 4, 3]");
    }

    @Test
    void inputThatDoesNotFitIsAShapeException() throws IOException {
        OnnxGraphs graph = graph().input("x", "N", 2, "H", "W");
        graph.node("Conv", "y", "x", graph.constant(Problems.floats(36, 1), 2, 2, 3, 3));
        try (Model model = graph.output("y").compile()) {
            assertThatThrownBy(() -> run(model, "x", new float[8], 1, 2, 2, 2))
                    .isInstanceOf(ShapeException.class)
                    .hasMessageContaining("node 'y' (Conv)");
            assertThatThrownBy(() -> run(model, "x", new float[12], 1, 3, 2, 2))
                    .isInstanceOf(ShapeException.class)
                    .hasMessageContainingAll("'x'", "[1, 3, 2, 2]", "[N, 2, H, W]");
            assertThatThrownBy(() -> run(model, "z", new float[12], 1, 3, 2, 2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("'x'", "missing", "z");
        }
    }

    @Test
    void modelThatNeedsTooMuchMemoryIsRefusedBeforeItIsTaken() {
        OnnxGraphs graph = graph().input("x", 1, 1);
        graph.node("Expand", "y", "x", graph.integers(1 << 20, 1 << 10));
        OnnxOptions options = OnnxOptions.standard().withLimits(Limits.DEFAULT.withActivationBytes(1L << 30));

        assertThatThrownBy(() -> Onnx.compile(graph.output("y").model(), options))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("node 'y' (Expand)", "limit of 1073741824");
    }
}
