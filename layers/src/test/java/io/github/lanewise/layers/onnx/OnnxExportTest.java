package io.github.lanewise.layers.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.format.ExternalData;
import io.github.lanewise.layers.format.OnnxModel;
import io.github.lanewise.layers.format.OnnxNode;
import io.github.lanewise.layers.format.OnnxTensor;
import io.github.lanewise.layers.graph.Graph;
import io.github.lanewise.layers.graph.Model;
import io.github.lanewise.layers.graph.ModelOptions;
import io.github.lanewise.layers.graph.Optimisation;
import io.github.lanewise.layers.residual.Networks;
import io.github.lanewise.layers.testkit.Problems;
import io.github.lanewise.layers.testkit.SmallNetworks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our own networks, written as ONNX files and read again. */
class OnnxExportTest {
    private static final ExportOptions KEPT = ExportOptions.standard();

    @TempDir
    private Path folder;

    private static List<SmallNetworks.Problem> networks() {
        return SmallNetworks.all();
    }

    private static Graph graph(SmallNetworks.Problem problem) {
        int[] dimensions = new int[problem.inputShape().rank() + 1];
        dimensions[0] = 1;
        System.arraycopy(problem.inputShape().toArray(), 0, dimensions, 1, dimensions.length - 1);
        return Graph.of(problem.layer(), Shape.of(dimensions));
    }

    private static Network randomised(String name) {
        Network network = Networks.named(name);
        Problems.randomised(network.layer(), 5);
        return network;
    }

    private float[] readBack(Graph graph, ExportOptions options, float[] images, int batch) throws IOException {
        Path file = folder.resolve("model.onnx");
        Onnx.save(graph, file, options);
        try (Model model = Onnx.load(file)) {
            return model.run(images, batch);
        }
    }

    private static float[] images(Graph graph, int batch) {
        return Problems.floats(Math.toIntExact(batch * graph.input().shape().elements()), 1);
    }

    private static float[] run(Graph graph, float[] images, int batch) {
        try (Model model = Model.compile(graph, ModelOptions.standard())) {
            return model.run(images, batch);
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void readBackItGivesTheSameBits(SmallNetworks.Problem problem) throws IOException {
        Graph graph = graph(problem);
        float[] images = images(graph, 3);
        float[] expected = run(graph, images, 3);
        assertThat(readBack(graph, KEPT, images, 3)).isEqualTo(expected);
        assertThat(readBack(graph, KEPT.withFoldedBatchNorm(), images, 3)).isEqualTo(expected);
        assertThat(readBack(graph, KEPT.withFixedBatch(), images(graph, 1), 1))
                .isEqualTo(run(graph, images(graph, 1), 1));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void compiledGraphsReadBackGiveTheSameBits(SmallNetworks.Problem problem) throws IOException {
        Graph graph = graph(problem);
        float[] images = images(graph, 2);
        try (Model model = Model.compile(graph, ModelOptions.standard())) {
            assertThat(readBack(model.graph(), KEPT, images, 2)).isEqualTo(model.run(images, 2));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet20", "resnet20-b", "plain20", "resnet18"})
    void namedNetworksReadBackGiveTheSameBits(String name) throws IOException {
        Network network = randomised(name);
        Path file = folder.resolve("network.onnx");
        Onnx.save(network, file);
        float[] images = images(Graph.of(network), 2);
        try (Model own = Model.compile(network);
                Model model = Onnx.load(file)) {
            assertThat(model.run(images, 2)).isEqualTo(own.run(images, 2));
            assertThat(model.inputs()).hasToString(own.inputs().toString());
            assertThat(model.outputs()).hasToString(own.outputs().toString());
            assertThat(steps(model)).isEqualTo(steps(own));
            assertThat(model.metadata()).containsEntry("graph", name).containsEntry("opset", "17");
        }
    }

    private static long steps(Model model) {
        return model.describe()
                .lines()
                .filter(line -> line.matches(" +\\d+ .*"))
                .count();
    }

    @Test
    void parametersHaveTheNamesAndShapesOfPyTorch() {
        Network network = randomised("resnet20-b");
        OnnxModel onnx = Onnx.export(Graph.of(network), KEPT);
        assertThat(onnx.graph().initializers().keySet())
                .containsAll(network.parameters().keySet());
        OnnxTensor weight = Objects.requireNonNull(onnx.graph().initializers().get("layer2.0.conv1.weight"));
        assertThat(weight.dims()).containsExactly(32, 16, 3, 3);
    }

    @Test
    void zeroPaddedShortcutIsASliceAndAPad() throws IOException {
        Network network = randomised("resnet8");
        List<OnnxNode> nodes = Onnx.export(Graph.of(network), KEPT).graph().nodes();
        assertThat(nodes.stream().filter(node -> node.operator().equals("Slice")))
                .hasSize(2);
        assertThat(nodes.stream().filter(node -> node.operator().equals("Pad"))).hasSize(2);
        assertThat(nodes).extracting(OnnxNode::operator).doesNotContain("Transpose", "Reshape", "Identity");
        Path file = folder.resolve("resnet8.onnx");
        Onnx.save(network, file);
        try (Model model = Onnx.load(file)) {
            assertThat(model.describe()).contains("subsample / 2, pad channels").doesNotContain("slice");
        }
    }

    @Test
    void batchNormIsKeptOrFolded() {
        Graph graph = Graph.of(randomised("resnet8"));
        assertThat(Onnx.export(graph, KEPT).graph().nodes())
                .extracting(OnnxNode::operator)
                .contains("BatchNormalization");
        assertThat(Onnx.export(graph, KEPT.withFoldedBatchNorm()).graph().nodes())
                .extracting(OnnxNode::operator)
                .doesNotContain("BatchNormalization");
    }

    @Test
    void theSameNetworkGivesTheSameFile() throws IOException {
        Network network = randomised("resnet8");
        Onnx.save(network, folder.resolve("first.onnx"));
        Onnx.save(network, folder.resolve("second.onnx"));
        assertThat(folder.resolve("second.onnx")).hasSameBinaryContentAs(folder.resolve("first.onnx"));
    }

    @Test
    void largeModelsKeepTheirWeightsBesideThem() throws IOException {
        Graph graph = Graph.of(randomised("resnet8"));
        Path file = folder.resolve("large.onnx");
        Onnx.export(graph, KEPT).save(file, 100_000);
        assertThat(Files.size(file)).isLessThan(100_000);
        assertThat(folder.resolve("large.onnx.data")).exists();
        float[] images = images(graph, 1);
        OnnxOptions options = OnnxOptions.standard().withExternalData(ExternalData.MODEL_FOLDER);
        try (Model model = Onnx.load(file, options)) {
            assertThat(model.run(images, 1)).isEqualTo(run(graph, images, 1));
        }
    }

    @Test
    void withoutOptimisationsItAgreesToo() throws IOException {
        Graph graph = graph(SmallNetworks.residual());
        Graph folded = Optimisation.FOLD_BATCH_NORM.apply(graph);
        float[] images = images(graph, 2);
        ModelOptions plain = ModelOptions.standard().withOptimisations(Set.of());
        OnnxOptions options = OnnxOptions.standard().withModel(plain);
        try (Model own = Model.compile(folded, plain);
                Model model = Onnx.compile(Onnx.export(folded, KEPT), options)) {
            assertThat(model.run(images, 2)).isEqualTo(own.run(images, 2));
        }
    }
}
