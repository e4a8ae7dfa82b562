package io.github.lanewise.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.layers.format.Safetensors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainTest {
    private static final Pattern JSON = Pattern.compile(
            "\\{\"network\":\"resnet8-w4\",\"steps\":([0-9]+),\"finalLoss\":"
                    + "[0-9.E-]+,\"trainingError\":[0-9.E-]+,\"testError\":[0-9.E-]+,\"seconds\":[0-9.]+,\"imagesPerSecond\":[0-9.]+}");

    @TempDir
    private Path folder;

    /** Two epochs of four steps. */
    private CommandRun train(Path output, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("train", "--network", "resnet8-w4", "--images", 32));
        arguments.addAll(List.of("--batch", 8, "--epochs", 2, "--test-every", 9, "--output", output));
        arguments.addAll(Arrays.asList(more));
        return CommandRun.of(arguments.toArray());
    }

    @Test
    void lastLineIsJsonAndTheFolderHoldsEverything() throws IOException {
        CommandRun run = train(folder, "--threads", 2);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.errors()).isEmpty();
        assertThat(run.lastLine()).matches(JSON).contains("\"steps\":8,");
        assertThat(Safetensors.read(folder.resolve("model.safetensors")).tensors())
                .containsKeys("conv1.weight", "layer3.0.bn2.running_var", "linear.bias");
        assertThat(Files.readString(folder.resolve("history.csv"))).hasLineCount(3);
        assertThat(Files.readAllBytes(folder.resolve("curves.png")))
                .startsWith("\u0089PNG".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(folder.resolve("history.json")).isNotEmptyFile();
        assertThat(folder.resolve("checkpoint.json")).isNotEmptyFile();
    }

    @Test
    void weightsDependNeitherOnThreadsNorOnAnInterruption() throws IOException {
        Path whole = folder.resolve("whole");
        Path parts = folder.resolve("parts");
        assertThat(train(whole, "--threads", 2, "--schedule", "constant").exitCode())
                .isZero();
        assertThat(train(parts, "--threads", 1, "--schedule", "constant", "--steps", 3, "--checkpoint-every", 3)
                        .exitCode())
                .isZero();
        CommandRun rest = train(parts, "--threads", 1, "--schedule", "constant", "--resume");

        assertThat(rest.out()).contains("goes on at step 3 of 8");
        assertThat(weights(parts)).isEqualTo(weights(whole));
    }

    private static byte[] weights(Path folder) throws IOException {
        return Files.readAllBytes(folder.resolve("model.safetensors"));
    }

    @Test
    void finishedTrainingIsNotOverwritten() {
        assertThat(train(folder).exitCode()).isZero();
        CommandRun again = train(folder);
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).hasLineCount(1).contains(folder.toString(), "--resume");
    }

    @Test
    void checkpointOfAnotherNetworkIsNamedAndStays() throws IOException {
        assertThat(train(folder).exitCode()).isZero();
        byte[] checkpoint = Files.readAllBytes(folder.resolve("checkpoint.json"));
        CommandRun other = CommandRun.of(
                "train",
                "--network",
                "plain8-w4",
                "--images",
                32,
                "--batch",
                8,
                "--epochs",
                3,
                "--resume",
                "--output",
                folder);
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.err()).hasLineCount(1).contains("checkpoint.json", "resnet8-w4", "plain8-w4");
        assertThat(Files.readAllBytes(folder.resolve("checkpoint.json"))).isEqualTo(checkpoint);
    }

    @Test
    void divergenceIsOneLineAndTheLastCheckpointStays() {
        CommandRun run = train(folder, "--lr", "1e30", "--schedule", "constant", "--checkpoint-every", 1);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).hasLineCount(1).contains("learning rate", "checkpoint.json");
        assertThat(folder.resolve("checkpoint.json")).isNotEmptyFile();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cifar10:", "images:", "idx:"})
    void wrongFolderIsNamed(String kind) {
        Path absent = folder.resolve("absent");
        CommandRun run = CommandRun.of(
                "train", "--network", "resnet8-w4", "--data", kind + absent, "--output", folder.resolve("run"));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).hasLineCount(1).contains(absent.toString(), "no such");
    }

    @Test
    void truncatedBatchFileIsNamed() throws IOException {
        Files.write(folder.resolve("data_batch_1.bin"), new byte[4000]);
        CommandRun run = train(folder.resolve("run"), "--data", "cifar10:" + folder);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).hasLineCount(1).contains("data_batch_1.bin", "cut short", "get the file again");
    }

    @Test
    void folderThatIsAFileIsNamed() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        CommandRun run = train(file);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).hasLineCount(1).contains("file: is a file");
    }

    @Test
    void tooFewImagesForABatchAreNamed() {
        CommandRun run =
                CommandRun.of("train", "--network", "resnet8-w4", "--images", 32, "--batch", 64, "--output", folder);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).hasLineCount(1).contains("32 images", "64");
    }

    @ParameterizedTest
    @CsvSource({"--data, mnist", "--data, cifar10", "--schedule, sometimes", "--batch, 0", "--network, vgg16"})
    void impossibleValuesAreWrongUsage(String option, String value) {
        CommandRun run = CommandRun.of("train", "--network", "resnet8", "--output", folder, option, value);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).hasLineCount(1).contains(option, value);
    }
}
