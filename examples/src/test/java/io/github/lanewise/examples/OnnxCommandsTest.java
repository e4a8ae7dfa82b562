package io.github.lanewise.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.format.OnnxTensor;
import io.github.lanewise.layers.format.Safetensors;
import io.github.lanewise.layers.graph.Model;
import io.github.lanewise.layers.residual.Networks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands over ONNX models, with a model that one of them wrote. */
class OnnxCommandsTest {
    private static final Pattern PERF = Pattern.compile("\\{\"p50Millis\":[\\d.]+,\"minMillis\":[\\d.]+,"
            + "\"p95Millis\":[\\d.]+,\"p99Millis\":[\\d.]+,\"imagesPerSecond\":[\\d.]+,\"loadMillis\":[\\d.]+,"
            + "\"firstAnswerMillis\":[\\d.]+(,\"peakMemoryBytes\":\\d+)?}");
    private static final int IMAGE = 3 * 32 * 32;

    @TempDir
    private Path folder;

    private Path model;

    @BeforeEach
    void writeModel() {
        model = folder.resolve("resnet8.onnx");
        CommandRun run = CommandRun.of("export", "--network", "resnet8", "--seed", 1, "--output", model);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.lastLine()).matches("\\{\"parameters\":\\d+,\"bytes\":\\d+}");
    }

    private static float[] expected(float[] images, int batch) {
        Network network = Networks.named("resnet8").initialise(1);
        try (Model own = Model.compile(network)) {
            return own.run(images, batch);
        }
    }

    private static String assertFailure(CommandRun run, Object mentioned) {
        assertThat(run.exitCode()).as(run.out()).isEqualTo(1);
        assertThat(run.err()).hasLineCount(1).contains(mentioned.toString());
        return run.err();
    }

    private static void assertUsage(CommandRun run, String mentioned) {
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).hasLineCount(1).contains(mentioned);
    }

    private Path cutOff() throws IOException {
        byte[] bytes = Files.readAllBytes(model);
        return Files.write(folder.resolve("cut.onnx"), Arrays.copyOf(bytes, bytes.length / 2));
    }

    private Path input(String name, int... dimensions) throws IOException {
        Path file = folder.resolve("input.safetensors");
        int elements = Arrays.stream(dimensions).reduce(1, (a, b) -> a * b);
        Safetensors.write(file, Map.of(name, Tensor.of(Noise.floats(3, elements), dimensions)), Map.of());
        return file;
    }

    private CommandRun run(Path onnx, Path input) {
        return CommandRun.of("run", onnx, "--input", input, "--output", folder.resolve("output.safetensors"));
    }

    @Test
    void exportedNetworkRunsToTheSameLogits() throws IOException {
        CommandRun run = run(model, input("input", 2, 3, 32, 32));
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.lastLine()).matches("\\{\"outputs\":1,\"seconds\":[\\d.]+}");
        Tensor logits = Safetensors.read(folder.resolve("output.safetensors")).tensor("output");
        assertThat(logits.toArray()).isEqualTo(expected(Noise.floats(3, 2 * IMAGE), 2));
    }

    @Test
    void exportedWeightsAreThoseOfTheFile() throws IOException {
        Path weights = Fixtures.model(folder, "resnet8");
        Path second = folder.resolve("second.onnx");
        CommandRun run = CommandRun.of("export", "--network", "resnet8", "--model", weights, "--output", second);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(second).hasSameBinaryContentAs(model);
    }

    @Test
    void exportFoldsBatchNorm() {
        Path folded = folder.resolve("folded.onnx");
        CommandRun.of("export", "--network", "resnet8", "--seed", 1, "--fold", "--output", folded);
        assertThat(CommandRun.of("inspect", model).out()).contains("BatchNormalization");
        assertThat(CommandRun.of("inspect", folded).out()).contains("Conv").doesNotContain("BatchNormalization");
    }

    /** The model with its weights in a second file. */
    private Path inTwoFiles() throws IOException {
        Path head = Files.createDirectory(folder.resolve("two")).resolve("model.onnx");
        CommandRun run =
                CommandRun.of("export", "--network", "resnet8", "--seed", 1, "--external-data", "--output", head);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(head.resolveSibling("model.onnx.data")).isNotEmptyFile();
        return head;
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "perf", "inspect", "logits"})
    void externalDataIsReadOnlyWhenAskedFor(String command) throws IOException {
        Path head = inTwoFiles();
        Path output = folder.resolve("output.safetensors");
        Path images = Fixtures.testImages(Files.createDirectory(folder.resolve("cifar")), 2);
        List<Object> arguments = new ArrayList<>(
                switch (command) {
                    case "run" -> List.of("run", head, "--input", input("input", 1, 3, 32, 32), "--output", output);
                    case "perf" -> List.of("perf", head, "--seconds", 1);
                    case "logits" ->
                        List.of("logits", "--model", head, "--data", images, "--count", 2, "--output", output);
                    default -> List.of("inspect", head);
                });
        assertThat(assertFailure(CommandRun.of(arguments.toArray()), head)).contains("external data must be asked for");
        arguments.add("--external-data");
        CommandRun run = CommandRun.of(arguments.toArray());
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    @Test
    void verifyReadsExternalDataOnlyWhenAskedFor() throws IOException {
        Path head = inTwoFiles();
        Path set = Files.createDirectory(head.resolveSibling("test_data_set_0"));
        float[] images = Noise.floats(4, IMAGE);
        OnnxTensor.ofFloats("input", new long[] {1, 3, 32, 32}, images).save(set.resolve("input_0.pb"));
        OnnxTensor.ofFloats("output", new long[] {1, 10}, expected(images, 1)).save(set.resolve("output_0.pb"));

        Path test = folder.resolve("two");
        assertThat(CommandRun.of("verify", test).lastLine()).contains("\"failed\":1");
        assertThat(CommandRun.of("verify", test, "--external-data").lastLine())
                .isEqualTo("{\"passed\":1,\"failed\":0,\"unsupported\":0}");
    }

    @Test
    void externalDataBelongsToOnnxModels() throws IOException {
        Path weights = Fixtures.model(folder, "resnet8");
        Path image = folder.resolve("frog.png");
        assertUsage(
                CommandRun.of("classify", "--model", weights, "--network", "resnet8", "--external-data", image),
                "--external-data");
    }

    @Test
    void exportNeedsEitherWeightsOrASeed() {
        Path output = folder.resolve("never.onnx");
        assertUsage(CommandRun.of("export", "--network", "resnet8", "--output", output), "--seed");
        Object[] both = {"export", "--network", "resnet8", "--seed", 1, "--model", model, "--output", output};
        assertUsage(CommandRun.of(both), "--seed");
        assertThat(output).doesNotExist();
    }

    @Test
    void exportToAFolderIsNamed() {
        assertFailure(CommandRun.of("export", "--network", "resnet8", "--seed", 1, "--output", folder), folder);
    }

    @Test
    void inputOfAnotherNameOrShapeIsNamed() throws IOException {
        assertThat(assertFailure(run(model, input("images", 1, 3, 32, 32)), folder.resolve("input.safetensors")))
                .contains("images", "input");
        assertThat(assertFailure(run(model, input("input", 1, 3, 16, 16)), folder.resolve("input.safetensors")))
                .contains("[1, 3, 16, 16]");
        assertThat(folder.resolve("output.safetensors")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "perf", "inspect", "classify"})
    void absentAndCutOffModelsAreNamed(String command) throws IOException {
        Path input = input("input", 1, 3, 32, 32);
        for (Path broken : new Path[] {folder.resolve("absent.onnx"), cutOff()}) {
            CommandRun run = command.equals("run")
                    ? run(broken, input)
                    : command.equals("classify")
                            ? CommandRun.of("classify", "--model", broken, folder.resolve("frog.png"))
                            : CommandRun.of(command, broken);
            assertFailure(run, broken);
            assertThat(run.out()).isEmpty();
        }
    }

    @Test
    void inspectTellsStepsParametersAndCosts() {
        CommandRun run = CommandRun.of("inspect", model, "--steps");
        assertThat(run.exitCode()).as(run.err()).isZero();
        long parameters = Networks.named("resnet8").layer().parameters().values().stream()
                .mapToLong(parameter -> parameter.shape().elements())
                .sum();
        assertThat(run.out()).contains("input: float32 [N, 3, 32, 32]", "output: float32 [N, 10]", "global average");
        assertThat(run.lastLine())
                .startsWith("{\"parameters\":" + parameters + ",\"multiplyAdds\":")
                .contains("\"stepsBefore\":32,\"stepsAfter\":12,", "\"unsupported\":0}");
    }

    @Test
    void perfOfAFileAndOfANetworkEndsInJson() {
        CommandRun file = CommandRun.of("perf", model, "--seconds", 1, "--batch", 2, "--concurrency", 2);
        assertThat(file.exitCode()).as(file.err()).isZero();
        assertThat(file.lastLine()).matches(PERF);
        assertThat(file.out()).contains("2 images each", "throughput");
        CommandRun network = CommandRun.of("perf", "--network", "resnet8", "--seconds", 1);
        assertThat(network.lastLine()).matches(PERF);
        CommandRun shaped = CommandRun.of("perf", model, "--seconds", 1, "--shape", "input=3x3x32x32");
        assertThat(shaped.out()).contains("3 images each");
    }

    @ParameterizedTest
    @CsvSource({"--shape, 1x3x32x32", "--shape, input=1x3x", "--batch, 0", "--seconds, soon", "--concurrency, -1"})
    void impossibleOptionsOfPerfAreWrongUsage(String option, String value) {
        assertUsage(CommandRun.of("perf", model, option, value), option);
    }

    @Test
    void perfNeedsOneModel() {
        assertUsage(CommandRun.of("perf"), "--network");
        assertUsage(CommandRun.of("perf", model, "--network", "resnet8"), "--network");
    }

    @Test
    void shapesOfPerfThatDoNotFitAreNamed() {
        assertFailure(CommandRun.of("perf", model, "--shape", "image=1x3x32x32"), "image");
        assertFailure(CommandRun.of("perf", model, "--shape", "input=1x1x32x32"), "[1, 1, 32, 32]");
    }

    private Path testFolder(String name, float deviation) throws IOException {
        Path test = Files.createDirectories(folder.resolve("tests").resolve(name));
        Files.copy(model, test.resolve("model.onnx"));
        Path set = Files.createDirectory(test.resolve("test_data_set_0"));
        float[] images = Noise.floats(4, IMAGE);
        float[] logits = expected(images, 1);
        logits[3] += deviation;
        OnnxTensor.ofFloats("input", new long[] {1, 3, 32, 32}, images).save(set.resolve("input_0.pb"));
        OnnxTensor.ofFloats("output", new long[] {1, 10}, logits).save(set.resolve("output_0.pb"));
        return test;
    }

    @Test
    void verifyPassesWhatIsWithinTheTolerance() throws IOException {
        Path test = testFolder("exact", 0);
        CommandRun run = CommandRun.of("verify", test);
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("pass", "exact");
        assertThat(run.lastLine()).isEqualTo("{\"passed\":1,\"failed\":0,\"unsupported\":0}");
    }

    @Test
    void verifyFailsWhatIsBeyondIt() throws IOException {
        testFolder("exact", 0);
        testFolder("wrong", 0.5f);
        Path cut = testFolder("broken", 0);
        Files.copy(cutOff(), cut.resolve("model.onnx"), StandardCopyOption.REPLACE_EXISTING);
        CommandRun run = CommandRun.of("verify", folder.resolve("tests"));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).containsPattern("fail +wrong: test_data_set_0: 'output' 1 of 10 values");
        assertThat(run.out()).containsPattern("fail +broken: .*model.onnx");
        assertThat(run.lastLine()).isEqualTo("{\"passed\":1,\"failed\":2,\"unsupported\":0}");
        CommandRun tolerant = CommandRun.of("verify", folder.resolve("tests").resolve("wrong"), "--atol", 0.6);
        assertThat(tolerant.exitCode()).isZero();
    }

    @Test
    void verifyOfFoldersWithoutTestsIsNamed() {
        assertFailure(CommandRun.of("verify", folder.resolve("absent")), folder.resolve("absent"));
        assertFailure(CommandRun.of("verify", model), model);
        assertUsage(CommandRun.of("verify", folder, "--rtol", "-1"), "--rtol");
        assertUsage(CommandRun.of("verify"), "FOLDER");
    }

    @Test
    void verifyOfAFolderWithoutTestsIsNamed() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertFailure(CommandRun.of("verify", empty), empty);
    }

    @Test
    void evaluateAndLogitsTakeOnnxModels() throws IOException {
        Path images = Fixtures.testImages(Files.createDirectory(folder.resolve("cifar")), 8);
        Path weights = Fixtures.model(folder, "resnet8");
        Path ours = folder.resolve("ours.safetensors");
        Path theirs = folder.resolve("theirs.safetensors");
        CommandRun.of(
                "logits", "--model", weights, "--network", "resnet8", "--data", images, "--count", 8, "--output", ours);
        CommandRun run = CommandRun.of("logits", "--model", model, "--data", images, "--count", 8, "--output", theirs);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(Safetensors.read(theirs).tensor("logits").toArray())
                .isEqualTo(Safetensors.read(ours).tensor("logits").toArray());
        assertThat(CommandRun.of("evaluate", "--model", model, "--data", images).lastLine())
                .contains("\"images\":8,");
    }

    @Test
    void networkBelongsToWeightsAndPreprocessingToOnnx() throws IOException {
        Path weights = Fixtures.model(folder, "resnet8");
        Path image = folder.resolve("frog.png");
        assertUsage(CommandRun.of("classify", "--model", weights, image), "--network");
        assertUsage(CommandRun.of("classify", "--model", model, "--network", "resnet8", image), "--network");
        Object[] both = {"classify", "--model", weights, "--network", "resnet8", "--preprocess", "none", image};
        assertUsage(CommandRun.of(both), "--preprocess");
        assertUsage(CommandRun.of("classify", "--model", model, "--preprocess", "vgg", image), "imagenet, cifar10");
    }

    @Test
    void verifiesOnnxOwnTests() {
        Path tests = Fixtures.data("onnx-tests").resolve("simple");
        CommandRun run = CommandRun.of("verify", tests);
        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(run.lastLine()).isEqualTo("{\"passed\":3,\"failed\":0,\"unsupported\":0}");
    }

    @Test
    void recognisesPhotographs() {
        Path folderOfModel = Fixtures.data("imagenet");
        CommandRun run = CommandRun.of(
                "classify",
                "--model",
                folderOfModel.resolve("mobilenet_v2_1.0_224.onnx"),
                "--preprocess",
                "tensorflow",
                "--labels",
                folderOfModel.resolve("imagenet_classes.txt"),
                Fixtures.data("images").resolve("dog.jpg"));
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines().toList().get(1)).contains("Samoyed");
    }
}
