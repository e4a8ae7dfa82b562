package io.github.lanewise.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no limit for the length of files")
class FullDiskTest {
    /** Less than a checkpoint needs. */
    private static final int LIMIT = 8192;

    @TempDir
    private Path folder;

    private static Object[] train(Path output, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("train", "--network", "resnet8-w4", "--images", 32));
        arguments.addAll(List.of("--batch", 8, "--schedule", "constant", "--threads", 1, "--output", output));
        arguments.addAll(Arrays.asList(more));
        return arguments.toArray();
    }

    @Test
    void fullDiskIsOneLineAndTheTrainingGoesOnFromTheLastCheckpoint() throws IOException, InterruptedException {
        Path whole = folder.resolve("whole");
        Path parts = folder.resolve("parts");
        assertThat(CommandRun.of(train(whole, "--steps", 4)).exitCode()).isZero();
        assertThat(CommandRun.of(train(parts, "--steps", 2)).exitCode()).isZero();
        byte[] checkpoint = Files.readAllBytes(parts.resolve("checkpoint.json"));

        CommandRun full = CommandRun.withShortFiles(LIMIT, train(parts, "--steps", 4, "--resume"));

        assertThat(full.exitCode()).as(full.err()).isEqualTo(1);
        assertThat(full.err().lines().filter(line -> line.startsWith("lanewise train: ")))
                .singleElement()
                .asString()
                .contains("checkpoint-4.safetensors: ");
        assertThat(full.err()).doesNotContain("unexpected", "Exception");
        assertThat(Files.readAllBytes(parts.resolve("checkpoint.json"))).isEqualTo(checkpoint);
        assertThat(parts).isDirectoryNotContaining("glob:**.tmp");

        CommandRun rest = CommandRun.of(train(parts, "--steps", 4, "--resume"));

        assertThat(rest.out()).contains("goes on at step 2 of 4");
        assertThat(Files.readAllBytes(parts.resolve(TrainedFiles.WEIGHTS)))
                .isEqualTo(Files.readAllBytes(whole.resolve(TrainedFiles.WEIGHTS)));
    }
}
