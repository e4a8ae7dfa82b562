package io.github.lanewise.layers.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.Layer;
import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.graph.Graph;
import io.github.lanewise.layers.graph.Model;
import io.github.lanewise.layers.graph.ModelOptions;
import io.github.lanewise.layers.graph.Optimisation;
import io.github.lanewise.layers.residual.Networks;
import io.github.lanewise.layers.testkit.Doubles;
import io.github.lanewise.layers.testkit.Problems;
import io.github.lanewise.layers.testkit.SmallNetworks;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our own networks, written as ONNX models and imported again. */
class OnnxOwnNetworksTest {
    private static List<SmallNetworks.Problem> networks() {
        return SmallNetworks.all();
    }

    private static Model imported(Layer layer, Shape input, ModelOptions options) throws IOException {
        Graph graph = Graph.of(
                layer,
                input.rank() == 3
                        ? Shape.of(1, input.dimension(0), input.dimension(1), input.dimension(2))
                        : Shape.of(1, input.dimension(0)));
        return Onnx.compile(
                Onnx.export(graph, ExportOptions.standard()),
                OnnxOptions.standard().withModel(options));
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    private static long steps(Model model) {
        return model.describe()
                .lines()
                .filter(line -> line.matches(" +\\d+ .*"))
                .count();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void importedNetworkAgreesWithEveryOptimisationOnOrOff(SmallNetworks.Problem problem) throws IOException {
        try (Model own = Model.compile(problem.layer(), problem.inputShape(), ModelOptions.standard())) {
            float[] images =
                    Problems.floats(3 * Math.toIntExact(problem.inputShape().elements()), 1);
            double[] expected = doubles(own.run(images, 3));
            for (Optimisation optimisation : Optimisation.values()) {
                assertAgrees(problem, ModelOptions.standard().without(optimisation), images, expected);
            }
            assertAgrees(problem, ModelOptions.standard(), images, expected);
            assertAgrees(problem, ModelOptions.standard().withOptimisations(Set.of()), images, expected);
        }
    }

    private static void assertAgrees(
            SmallNetworks.Problem problem, ModelOptions options, float[] images, double[] expected) throws IOException {
        try (Model model = imported(problem.layer(), problem.inputShape(), options)) {
            Problems.assertClose(model.run(images, 3), expected, 1e-5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet18", "resnet50", "resnet20", "resnet56"})
    void importedResNetHasTheStepsOfOurOwn(String name) throws IOException {
        Network network = Networks.named(name).initialise(1);
        try (Model own = Model.compile(network);
                Model model = imported(network.layer(), network.inputShape(), ModelOptions.standard())) {
            assertThat(steps(model)).isEqualTo(steps(own));
            assertThat(model.describe()).doesNotContain("channels last", "transpose", "slice");
            assertThat(model.packedBytes()).isEqualTo(own.packedBytes());
        }
    }

    @Test
    void tensorsAreChannelsLastAsForOurOwnNetworks() throws IOException {
        SmallNetworks.Problem problem = SmallNetworks.images();
        try (Model own = Model.compile(problem.layer(), problem.inputShape(), ModelOptions.standard());
                Model model = imported(problem.layer(), problem.inputShape(), ModelOptions.standard())) {
            var x = Problems.tensor(3, 2, 4, 6, 2);

            assertThat(model.inputShape()).isEqualTo(own.inputShape());
            assertThat(model.outputShape()).isEqualTo(own.outputShape());
            Problems.assertClose(model.run(x).toArray(), Doubles.of(own.run(x)).values(), 1e-6);
        }
    }
}
