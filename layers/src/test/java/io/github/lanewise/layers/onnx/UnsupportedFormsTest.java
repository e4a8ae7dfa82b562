package io.github.lanewise.layers.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.layers.format.ModelFormatException;
import io.github.lanewise.layers.format.OnnxAttribute;
import io.github.lanewise.layers.format.OnnxType;
import io.github.lanewise.layers.graph.Data;
import io.github.lanewise.layers.graph.Model;
import io.github.lanewise.layers.testkit.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that is not supported is named when a model is loaded, and nothing that depends on sizes alone. */
class UnsupportedFormsTest {
    private static final Map<String, OnnxAttribute> NONE = Map.of();

    private static OnnxGraphs graph() {
        return OnnxGraphs.ofOpset(19);
    }

    private static List<List<Object>> shapes() {
        return List.of(
                List.of("N", 3, "H", "W"), List.of("N", 3, 20, 24), List.of(1, 3, 20, 24), List.of("a", "b", "c", "d"));
    }

    private static Map<String, OnnxAttribute> text(String name, String value) {
        return Map.of(name, Attributes.text(value));
    }

    private static void assertMissing(OnnxGraphs graph, String... missing) {
        assertThatThrownBy(graph::compile)
                .isInstanceOfSatisfying(
                        UnsupportedModelException.class,
                        e -> assertThat(e.missing())
                                .extracting(UnsupportedModelException.Missing::toString)
                                .containsExactly(missing));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void allDefectsAreNamedAtOnceWhicheverDimensionsAreOpen(List<Object> shape) {
        OnnxGraphs graph = graph().input("x", shape.toArray());
        graph.node("Conv", "conv", "x", graph.constant(Problems.floats(27, 1), 1, 3, 3, 3));
        graph.node("LayerNormalization", "norm", List.of("conv", "s"), Map.of("axis", Attributes.integer(1)));
        String scales = graph.constant(new float[] {1, 1, 2, 2}, 4);
        graph.node("Resize", "cubic", List.of("conv", "", scales), text("mode", "cubic"));
        graph.node("Relu", "relu", "cubic");
        graph.node("MaxPool", "volume", List.of("relu"), Map.of("kernel_shape", OnnxGraphs.ints(2, 2, 2)));
        graph.node("Bernoulli", "noise", "volume");
        graph.node("Pad", "strange", List.of("noise", graph.integers(1, 1)), text("mode", "mirror"));
        graph.node("Cast", "half", List.of("strange"), Map.of("to", Attributes.integer(OnnxType.BFLOAT16.code())));
        graph.node("Resize", "sinc", List.of("half", "", scales), Map.of("antialias", Attributes.flag(true)));
        graph.node("Conv", "deep", List.of("sinc", graph.constant(new float[8], 1, 1, 2, 2, 2)), NONE);
        graph.node("Resize", "again", List.of("deep", "", scales), text("mode", "cubic"));
        graph.node("Relu", List.of("two", "results"), List.of("again"));

        assertMissing(
                graph.output("two"),
                "LayerNormalization (opset 19): layer norm over more than the last axis: norm",
                "Resize (opset 19): mode cubic: cubic, again",
                "MaxPool (opset 19): windows over 3 axes: volume",
                "Bernoulli (opset 19): unknown operator: noise",
                "Pad (opset 19): mode mirror: strange",
                "Cast (opset 19): a cast to BFLOAT16: half",
                "Resize (opset 19): antialias: sinc",
                "Conv (opset 19): windows over 3 axes: deep",
                "Relu (opset 19): result 1: two");
    }

    @Test
    void modelForOneSizeOnlyIsLoadedAndItsDefectsAreNamed() throws IOException {
        OnnxGraphs graph = graph().input("x", "N", 3, "H", "W");
        graph.node("Reshape", "y", "x", graph.integers(-1, 3, 20, 20));
        graph.node("Relu", "z", "y");
        try (Model model = graph.output("z").compile()) {
            float[] x = Problems.floats(2 * 1200, 1);
            assertThat(model.run(Map.of("x", Data.of(x, 2, 3, 20, 20))).get("z"))
                    .isNotNull();
        }
        graph.node("Resize", "w", List.of("z", "", graph.constant(new float[4], 4)), text("mode", "cubic"));
        assertMissing(graph, "Resize (opset 19): mode cubic: w");
    }

    @Test
    void extentsThatFitSomeBatchesOnlyAreNoDefect() throws IOException {
        OnnxGraphs graph = graph().input("x", "N", 1, "H", "W");
        graph.node("Resize", "y", "x", "", "", graph.integers(7, 1, 4, 4));
        try (Model model = graph.output("y").compile()) {
            Data seven = Data.of(Problems.floats(7 * 4, 1), 7, 1, 2, 2);
            assertThat(model.run(Map.of("x", seven)).get("y"))
                    .extracting(Data::shape)
                    .hasToString("[7, 1, 4, 4]");
            assertThatThrownBy(() -> model.run(Map.of("x", Data.of(new float[4], 1, 1, 2, 2))))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContainingAll("Resize (opset 19)", "of the batch by 7.0", ": y");
        }
    }

    @Test
    void marginsThatFitSomeSizesOnlyAreNoDefect() throws IOException {
        OnnxGraphs graph = graph().input("x", "N", 1, "H", "W");
        graph.node(
                "Shape", "shape", List.of("x"), Map.of("start", Attributes.integer(2), "end", Attributes.integer(3)));
        graph.node("Sub", "more", graph.integers(20), "shape");
        String zeros = graph.integers(0, 0, 0, 0, 0, 0);
        graph.node("Concat", "pads", List.of(zeros, "more", graph.integers(0)), Map.of("axis", Attributes.integer(0)));
        graph.node("Pad", "y", List.of("x", "pads"), text("mode", "reflect"));
        try (Model model = graph.output("y").compile()) {
            Data x = Data.of(Problems.floats(16 * 3, 1), 1, 1, 16, 3);
            assertThat(model.run(Map.of("x", x)).get("y"))
                    .extracting(Data::shape)
                    .hasToString("[1, 1, 20, 3]");
            assertThatThrownBy(() -> model.run(Map.of("x", Data.of(new float[21], 1, 1, 21, 1))))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContainingAll("Pad (opset 19)", "negative pads", ": y");
        }
    }

    @Test
    void whatNoSizeChangesIsADefect() {
        OnnxGraphs graph = graph().input("x", "N", 2, "H", "W");
        graph.node("Resize", "y", "x", "", graph.constant(new float[] {1, 2, 1, 1}, 4));
        graph.node("Pad", "z", List.of("x", graph.integers(0, 0, 0, 0, 0, 0, -1, 0)), text("mode", "edge"));
        assertMissing(
                graph.output("y").output("z"),
                "Resize (opset 19): resizing of other axes than height and width, of the batch by 1.0 and the channels by"
                        + " 2.0: y",
                "Pad (opset 19): negative pads [0, 0, 0, 0, 0, 0, -1, 0] of mode edge: z");
    }

    @Test
    void formsBehindAnInputThatDecidesShapesAreNamed() {
        OnnxGraphs graph = graph().input("x", 6).input("shape", OnnxType.INT64, 2);
        graph.node("Reshape", "y", "x", "shape");
        graph.node("Cast", "z", List.of("y"), Map.of("to", Attributes.integer(OnnxType.BFLOAT16.code())));
        assertMissing(graph.output("z"), "Cast (opset 19): a cast to BFLOAT16: z");
    }

    @Test
    void formsBehindAnInputOfUnknownTypeAreNamed() {
        OnnxGraphs graph = graph().input("x", OnnxType.STRING, "N");
        graph.node("Cast", "z", List.of("x"), Map.of("to", Attributes.integer(OnnxType.BFLOAT16.code())));
        assertMissing(
                graph.output("z"),
                "input (opset 19): elements of type STRING: x",
                "Cast (opset 19): a cast to BFLOAT16: z");
    }

    @Test
    void behindAnUnknownOperatorDeclaredShapesServe() {
        for (boolean declared : new boolean[] {false, true}) {
            OnnxGraphs graph = graph().input("x", "N", 3, "H", "W");
            graph.node("Bernoulli", "noise", "x");
            if (declared) {
                graph.declare("noise", OnnxType.FLOAT, "N", 3, "H", "W");
            }
            graph.node("LayerNormalization", "y", List.of("noise", "s"), Map.of("axis", Attributes.integer(1)));
            graph.node("Conv", "z", "noise", graph.constant(new float[8], 1, 8, 1, 1));
            graph.output("y").output("z");
            if (declared) {
                assertMissing(
                        graph,
                        "Bernoulli (opset 19): unknown operator: noise",
                        "LayerNormalization (opset 19): layer norm over more than the last axis: y");
            } else {
                assertMissing(graph, "Bernoulli (opset 19): unknown operator: noise");
            }
        }
    }

    @Test
    void attributeOfAnotherKindIsAFaultWhateverTheSizes() {
        OnnxGraphs graph = graph().input("x", "N", 3, "H", "W");
        graph.node("MaxPool", "y", List.of("x"), Map.of("kernel_shape", Attributes.integer(2)));
        assertThatThrownBy(graph.output("y")::compile)
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContainingAll("node 'y' (MaxPool)", "kernel_shape");
    }

    @Test
    void openModelPacksNothingBeforeItsFirstCall() throws IOException {
        OnnxGraphs graph = graph().input("x", "N", 3, "H", "W");
        graph.node("Conv", "y", "x", graph.constant(Problems.floats(27, 1), 1, 3, 3, 3));
        try (Model model = graph.output("y").compile()) {
            assertThat(model.packedBytes()).isZero();
            assertThat(model.memoryBytes()).isZero();
        }
    }
}
