package io.github.lanewise.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GradientStudyTest {
    @TempDir
    private Path folder;

    @Test
    void fourNetworksAreMeasuredBeforeAndAfter() throws IOException {
        CommandRun run = CommandRun.of(
                "gradients",
                "--network",
                "resnet8-w4",
                "--steps",
                2,
                "--batch",
                4,
                "--lr",
                "0.001",
                "--images",
                16,
                "--output",
                folder);

        assertThat(run.exitCode()).as(run.err()).isZero();
        List<String> csv = Files.readAllLines(folder.resolve("gradients.csv"));
        for (String name : List.of("plain8-w4", "resnet8-w4", "plain8-w4-no-bn", "resnet8-w4-no-bn")) {
            for (int step : new int[] {0, 2}) {
                assertThat(run.lastLine())
                        .contains("{\"name\":\"" + name + "\",\"step\":" + step + ",\"convolutions\":7,");
                assertThat(csv)
                        .anyMatch(line -> line.startsWith(name + ",") && line.contains("," + step + ",1,conv1,"));
            }
        }
        assertThat(folder.resolve("gradients.png")).isNotEmptyFile();
        assertThat(folder.resolve("activations.png")).isNotEmptyFile();
    }

    @Test
    void networkThatDivergesIsToldAndTheOthersGoOn() {
        CommandRun run = CommandRun.of(
                "gradients",
                "--network",
                "plain8-w4",
                "--steps",
                3,
                "--batch",
                4,
                "--lr",
                "1e30",
                "--images",
                16,
                "--output",
                folder);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("plain8-w4-no-bn stops learning");
        assertThat(run.lastLine()).contains("resnet8-w4-no-bn");
    }
}
