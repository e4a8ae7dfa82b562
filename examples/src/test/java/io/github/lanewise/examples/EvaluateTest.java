package io.github.lanewise.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluateTest {
    private static final Pattern JSON = Pattern.compile(
            "\\{\"accuracy\":([0-9.E-]+),\"images\":([0-9]+),\"seconds\":[0-9.]+,\"imagesPerSecond\":[0-9.]+}");

    @TempDir
    private Path folder;

    private Path model;
    private Path images;

    @BeforeEach
    void writeFiles() throws IOException {
        model = Fixtures.model(folder, "resnet8");
        images = Fixtures.testImages(folder, 40);
    }

    private CommandRun evaluate(Path file, String network, Path data, Object... more) {
        Object[] arguments = {"evaluate", "--model", file, "--network", network, "--data", data};
        Object[] all = Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return CommandRun.of(all);
    }

    @Test
    void lastLineIsJson() {
        CommandRun run = evaluate(model, "resnet8", images);
        assertThat(run.exitCode()).isZero();
        Matcher json = JSON.matcher(run.lastLine());
        assertThat(json.matches()).as(run.out()).isTrue();
        assertThat(Double.parseDouble(json.group(1))).isBetween(0.0, 1.0);
        assertThat(json.group(2)).isEqualTo("40");
        assertThat(run.errors()).isEmpty();
    }

    @Test
    void accuracyDependsNeitherOnThreadsNorOnBatch() {
        CommandRun single = evaluate(model, "resnet8", images, "--threads", 1, "--batch", 1);
        CommandRun several = evaluate(model, "resnet8", images, "--threads", 3, "--batch", 7);
        assertThat(several.out()).contains("of 40 images right");
        assertThat(several.out().lines().findFirst())
                .isEqualTo(single.out().lines().findFirst());
    }

    @Test
    void stopsAtTheLimit() {
        assertThat(evaluate(model, "resnet8", images, "--limit", 3).lastLine()).contains("\"images\":3,");
    }

    @ParameterizedTest
    @CsvSource({"--threads, 0", "--threads, many", "--batch, -1", "--limit, 1.5", "--network, resnet"})
    void impossibleValuesAreWrongUsage(String option, String value) {
        CommandRun run = CommandRun.of("evaluate", "--model", model, "--data", images, option, value);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).hasLineCount(1).contains(option, value);
    }

    @Test
    void missingOptionsAreWrongUsage() {
        CommandRun run = CommandRun.of("evaluate");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).hasLineCount(1).contains("--data");
    }

    @Test
    void networkForOtherImagesIsWrongUsage() {
        CommandRun run = evaluate(model, "resnet18", images);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).hasLineCount(1).contains("resnet18", "224", "32");
    }

    @Test
    void absentModelIsNamed() {
        Path absent = folder.resolve("absent.safetensors");
        assertFailure(evaluate(absent, "resnet8", images), absent);
    }

    @Test
    void modelOfAnotherNetworkIsNamedWithTheTensorsThatDoNotFit() throws IOException {
        Path deeper = Fixtures.model(folder, "resnet14");
        assertThat(assertFailure(evaluate(deeper, "resnet8", images), deeper))
                .contains("resnet8", "not expected", "layer1.1.bn1.bias", "25 more");
    }

    @Test
    void cutOffModelIsNamed() throws IOException {
        Path cut = folder.resolve("cut.safetensors");
        byte[] bytes = Files.readAllBytes(model);
        Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
        assertFailure(evaluate(cut, "resnet8", images), cut);
    }

    @Test
    void modelWithOversizedHeaderIsNamed() throws IOException {
        Path oversized = folder.resolve("oversized.safetensors");
        byte[] bytes = Files.readAllBytes(model);
        Arrays.fill(bytes, 0, 7, (byte) 0xff);
        Files.write(oversized, bytes);
        assertFailure(evaluate(oversized, "resnet8", images), oversized);
    }

    @Test
    void folderWithoutTestImagesIsNamed() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertFailure(evaluate(model, "resnet8", empty), empty.resolve("test_batch.bin"));
    }

    @Test
    void cutOffTestImagesAreNamed() throws IOException {
        Path file = images.resolve("test_batch.bin");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
        assertFailure(evaluate(model, "resnet8", images), file);
    }

    private static String assertFailure(CommandRun run, Path file) {
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).hasLineCount(1).contains(file.toString());
        assertThat(run.out()).isEmpty();
        return run.err();
    }

    @Test
    void agreesWithPyTorchOnTheFirstImages() throws IOException {
        Path networks = Fixtures.data("cifar-resnet");
        byte[] predictions = Files.readAllBytes(networks.resolve("resnet20-cifar10.pred_all10000.u8"));
        byte[] labels = Files.readAllBytes(networks.resolve("labels_first256.u8"));
        int right = 0;
        for (int image = 0; image < labels.length; image++) {
            right += predictions[image] == labels[image] ? 1 : 0;
        }
        CommandRun run = evaluate(
                networks.resolve("resnet20-cifar10.safetensors"),
                "resnet20",
                Fixtures.data("cifar-10-batches-bin"),
                "--limit",
                labels.length);
        assertThat(run.out()).startsWith(right + " of " + labels.length);
    }
}
