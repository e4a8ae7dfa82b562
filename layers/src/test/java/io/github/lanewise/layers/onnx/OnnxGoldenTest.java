package io.github.lanewise.layers.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.layers.format.Safetensors;
import io.github.lanewise.layers.graph.Model;
import io.github.lanewise.layers.graph.ModelOptions;
import io.github.lanewise.layers.graph.Optimisation;
import io.github.lanewise.layers.testkit.Problems;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small networks as PyTorch exports them, which {@code make.py} beside the files wrote, against PyTorch's outputs. */
class OnnxGoldenTest {
    private static final double TOLERANCE = 2e-5;
    private static final int BATCH = 2;

    private static Path folder() throws URISyntaxException {
        URL script = Objects.requireNonNull(OnnxGoldenTest.class.getResource("golden/make.py"));
        return Objects.requireNonNull(Path.of(script.toURI()).getParent());
    }

    private static List<String> cases() throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".onnx"))
                    .map(name -> name.replace(".onnx", ""))
                    .sorted()
                    .toList();
        }
    }

    private static Model load(String name, ModelOptions options) throws IOException, URISyntaxException {
        return Onnx.load(
                folder().resolve(name + ".onnx"), OnnxOptions.standard().withModel(options));
    }

    private static void assertAgrees(String name, ModelOptions options) throws IOException, URISyntaxException {
        Safetensors golden = Safetensors.read(folder().resolve(name + ".safetensors"));
        float[] images = golden.tensor("input").toArray();
        float[] expected = golden.tensor("output").toArray();
        try (Model model = load(name, options)) {
            float[] both = model.run(images, BATCH);

            Problems.assertClose(both, doubles(expected), TOLERANCE);
            for (int image = 0; image < BATCH; image++) {
                Problems.assertSameBits(model.run(part(images, image), 1), part(both, image));
            }
        }
    }

    private static float[] part(float[] values, int image) {
        int length = values.length / BATCH;
        return Arrays.copyOfRange(values, image * length, (image + 1) * length);
    }

    private static double[] doubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    @Test
    void thereAreAllNetworks() throws IOException, URISyntaxException {
        assertThat(cases())
                .hasSize(15)
                .contains("resnet-basic", "mobilenet", "densenet", "squeezenet", "inception", "vgg", "shufflenet");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shufflenet", "shufflenet-batch-norm"})
    void shuffledChannelsOfWhichAPartIsTakenStayChannelsLast(String name) throws IOException, URISyntaxException {
        try (Model model = load(name, ModelOptions.standard())) {
            assertThat(model.describe())
                    .contains("slice", "transpose [0, 1, 2, 4, 3]")
                    .doesNotContain("channels last", "transpose [0, 2, 1, 3, 4]");
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void withEveryOptimisation(String name) throws IOException, URISyntaxException {
        assertAgrees(name, ModelOptions.standard());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void withoutOptimisations(String name) throws IOException, URISyntaxException {
        assertAgrees(name, ModelOptions.standard().withOptimisations(Set.of()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void withEachOptimisationLeftOut(String name) throws IOException, URISyntaxException {
        for (Optimisation optimisation : Optimisation.values()) {
            assertAgrees(name, ModelOptions.standard().without(optimisation));
        }
    }
}
