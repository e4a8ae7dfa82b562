package io.github.lanewise.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.format.OnnxDimension;
import io.github.lanewise.layers.format.OnnxGraph;
import io.github.lanewise.layers.format.OnnxModel;
import io.github.lanewise.layers.format.OnnxNode;
import io.github.lanewise.layers.format.OnnxTensor;
import io.github.lanewise.layers.format.OnnxType;
import io.github.lanewise.layers.format.OnnxValueInfo;
import io.github.lanewise.layers.format.Safetensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands say to files that are valid and still not what they need, with a model that looks numbers up. */
class OnnxCommandFaultsTest {
    @TempDir
    private Path folder;

    private Path model;

    /** {@code y = x[i]} for three numbers x and two indices i. */
    @BeforeEach
    void writeModel() throws IOException {
        OnnxGraph graph = new OnnxGraph(
                "lookup",
                List.of(OnnxNode.of("look up", "Gather", List.of("x", "i"), List.of("y"), Map.of())),
                new LinkedHashMap<>(),
                List.of(info("x", OnnxType.FLOAT, 3), info("i", OnnxType.INT64, 2)),
                List.of(info("y", OnnxType.FLOAT, 2)),
                List.of());
        model = folder.resolve("model.onnx");
        LinkedHashMap<String, Integer> opsets = new LinkedHashMap<>(Map.of("", 17));
        new OnnxModel(8, opsets, "", "", 0, new LinkedHashMap<>(), graph).save(model);
    }

    private static OnnxValueInfo info(String name, OnnxType type, int extent) {
        return OnnxValueInfo.of(name, type, new OnnxDimension.Fixed(extent));
    }

    private Path input(float firstIndex) throws IOException {
        Path file = folder.resolve("input.safetensors");
        Tensor x = Tensor.of(new float[] {5, 6, 7}, 3);
        Safetensors.write(file, Map.of("x", x, "i", Tensor.of(new float[] {firstIndex, 0}, 2)), Map.of());
        return file;
    }

    private static void assertFailure(CommandRun run, Path file, String... mentioned) {
        assertThat(run.exitCode()).as(run.out()).isEqualTo(1);
        assertThat(run.errors()).hasLineCount(1).contains(file.toString()).contains(mentioned);
    }

    @Test
    void indexBeyondTheEndIsNamedWithTheInput() throws IOException {
        Path output = folder.resolve("output.safetensors");
        assertFailure(
                CommandRun.of("run", model, "--input", input(3), "--output", output),
                input(3),
                "does not fit",
                "index 3");
        assertThat(output).doesNotExist();
        assertThat(CommandRun.of("run", model, "--input", input(2), "--output", output)
                        .exitCode())
                .isZero();
        assertThat(Safetensors.read(output).tensor("y").toArray()).containsExactly(7, 5);
    }

    @Test
    void inputsOfATypeThatIsNotReadAreNamedWithTheRemedy() throws IOException {
        byte[] header =
                "{\"i\":{\"dtype\":\"I64\",\"shape\":[2],\"data_offsets\":[0,16]}}".getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + 16).order(ByteOrder.LITTLE_ENDIAN);
        Path input = Files.write(
                folder.resolve("integers.safetensors"),
                bytes.putLong(header.length).put(header).array());

        CommandRun run = CommandRun.of("run", model, "--input", input, "--output", folder.resolve("output"));

        assertFailure(run, input, "tensor 'i' is I64", "integers as whole numbers");
    }

    @Test
    void whatIsReadIsNotOverwritten() throws IOException {
        Path input = input(1);
        byte[] before = Files.readAllBytes(input);
        Path link = Files.createSymbolicLink(folder.resolve("link"), input);
        for (Path output : List.of(input, link, model)) {
            CommandRun run = CommandRun.of("run", model, "--input", input, "--output", output);
            assertFailure(run, output, "would be overwritten");
        }
        Path weights = Fixtures.model(folder, "resnet8");
        assertFailure(
                CommandRun.of("export", "--network", "resnet8", "--model", weights, "--output", weights),
                weights,
                "would be overwritten");
        assertThat(input).hasBinaryContent(before);
        assertThat(OnnxModel.read(model).graph().nodes()).hasSize(1);
    }

    /** A test of the model, its first output by chance that of the indices 2 and 0. */
    private Path testFolder(long firstIndex) throws IOException {
        Path set = Files.createDirectories(folder.resolve("test").resolve("test_data_set_0"));
        Files.copy(model, folder.resolve("test").resolve("model.onnx"));
        OnnxTensor.ofFloats("x", new long[] {3}, 5, 6, 7).save(set.resolve("input_0.pb"));
        OnnxTensor.ofIntegers("i", new long[] {2}, firstIndex, 0).save(set.resolve("input_1.pb"));
        OnnxTensor.ofFloats("y", new long[] {2}, 7, 5).save(set.resolve("output_0.pb"));
        return set;
    }

    @Test
    void verifyFailsTestsThatExpectNothing() throws IOException {
        Path set = testFolder(2);
        assertThat(CommandRun.of("verify", folder.resolve("test")).lastLine()).contains("\"passed\":1");
        Files.delete(set.resolve("output_0.pb"));
        CommandRun run = CommandRun.of("verify", folder.resolve("test"));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("test_data_set_0: has no output_0.pb");
    }

    @Test
    void verifyFailsTestsThatEndInAnException() throws IOException {
        testFolder(3);
        CommandRun run = CommandRun.of("verify", folder.resolve("test"));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).containsPattern("fail +test: .*index 3");
        assertThat(run.lastLine()).isEqualTo("{\"passed\":0,\"failed\":1,\"unsupported\":0}");
    }

    @Test
    void externalDataOfTheModelThatComesAlongIsWrongUsage() {
        CommandRun run = CommandRun.of("classify", "--external-data", folder.resolve("frog.png"));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.errors()).hasLineCount(1).contains("the weights of resnet20 are one file");
    }
}
