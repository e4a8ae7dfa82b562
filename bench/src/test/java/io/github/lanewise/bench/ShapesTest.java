package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.graph.Graph;
import io.github.lanewise.layers.graph.Node;
import io.github.lanewise.layers.graph.Operator;
import io.github.lanewise.layers.residual.Networks;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lists of shapes against the networks that they are taken from. */
class ShapesTest {

    @ParameterizedTest
    @CsvSource({"resnet20, 32", "resnet50, 224"})
    void convolutionsAreThoseOfTheNetwork(String network, int size) {
        List<ConvolutionProblem> listed = Shapes.lines(network + "-convolutions").stream()
                .map(ConvolutionProblem::parse)
                .toList();
        assertThat(listed).doesNotHaveDuplicates().hasSameElementsAs(convolutions(network, size));
    }

    @Test
    void productsAreThoseOfTheNetwork() {
        List<GemmProblem> products = new ArrayList<>();
        for (ConvolutionProblem problem : convolutions("resnet50", 224)) {
            Shape output = problem.geometry().outputShape(problem.input());
            int taps = problem.geometry().kernelHeight() * problem.geometry().kernelWidth();
            products.add(new GemmProblem(
                    output.dimension(1) * output.dimension(2),
                    output.dimension(3),
                    taps * problem.geometry().inChannels()));
        }
        products.add(new GemmProblem(1, 1000, 2048));
        List<GemmProblem> listed =
                Shapes.lines("resnet50").stream().map(GemmProblem::parse).toList();
        assertThat(listed).doesNotHaveDuplicates().hasSameElementsAs(products);
    }

    private static List<ConvolutionProblem> convolutions(String network, int size) {
        Graph graph = Graph.of(Networks.named(network).layer(), Shape.of(1, size, size, 3));
        List<ConvolutionProblem> problems = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (node.operator() instanceof Operator.Conv conv) {
                Shape input = graph.nodes().get(node.operands().getFirst()).shape();
                problems.add(new ConvolutionProblem(input, conv.geometry()));
            }
        }
        return problems;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1 2", "1 2 3 4"})
    void lineWithAnotherNumberOfNumbersIsRefused(String line) {
        assertThatThrownBy(() -> GemmProblem.parse(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a shape of 3 words expected, got \"" + line + "\"");
    }
}
