package io.github.lanewise.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.layers.train.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DepthStudyTest {
    @TempDir
    private Path folder;

    @Test
    void everyNetworkIsInTableCsvPlotsAndJson() throws IOException {
        CommandRun run = CommandRun.of(
                "depth-study",
                "--depths",
                "8,14",
                "--steps",
                4,
                "--batch",
                8,
                "--width",
                4,
                "--images",
                64,
                "--output",
                folder);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.errors()).isEmpty();
        assertThat(run.out()).contains("Plain: from 8 to 14 layers", "Residual: from 8 to 14 layers");
        String network =
                "\\{\"name\":\"%s\",\"depth\":%d,\"layers\":%2$d,\"parameters\":[0-9]+,\"trainingError\":[0-9.]+,"
                        + "\"testError\":[0-9.]+,\"finalLoss\":[0-9.]+,\"seconds\":[0-9.]+}";
        assertThat(run.lastLine())
                .matches("\\{\"seed\":1,\"networks\":\\[" + network.formatted("plain8-w4", 8) + ","
                        + network.formatted("resnet8-w4", 8) + "," + network.formatted("plain14-w4", 14) + ","
                        + network.formatted("resnet14-w4", 14) + "]}");
        assertThat(Files.readAllLines(folder.resolve("depth-study.csv"))).hasSize(1 + 4 * 4);
        assertThat(folder.resolve("error-by-step.png")).isNotEmptyFile();
        assertThat(folder.resolve("error-by-depth.png")).isNotEmptyFile();
    }

    @Test
    void residualBlocksBeginAsShortcutsUnlessToldOtherwise() {
        Object[] study = {"depth-study", "--depths", 8, "--steps", 1, "--batch", 8, "--width", 4, "--output", folder};
        Object[] plainly = Arrays.copyOf(study, study.length + 1);
        plainly[study.length] = "--no-zero-start";
        String setting = "residual blocks begin as their shortcuts";
        assertThat(CommandRun.of(study).out())
                .startsWith("synthetic:16, width 4")
                .contains(setting);
        assertThat(CommandRun.of(plainly).out()).contains("resnet8-w4").doesNotContain(setting);
    }

    @Test
    void impossibleDepthIsWrongUsage() {
        CommandRun run = CommandRun.of("depth-study", "--depths", "8,21", "--output", folder);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).hasLineCount(1).contains("--depths", "6n + 2", "21");
    }

    private static StudiedNetwork network(boolean residual, int depth, double trainingError) {
        TrainingSummary result = new TrainingSummary(10, 1, trainingError, trainingError, 1, 1);
        return new StudiedNetwork("some", residual, depth, depth, 1, new History(List.of()), result);
    }

    private static String verdict(double plain8, double plain56, double residual8, double residual56) {
        return String.join(
                " ",
                DepthVerdict.of(List.of(
                        network(false, 56, plain56),
                        network(true, 8, residual8),
                        network(false, 8, plain8),
                        network(true, 56, residual56))));
    }

    @Test
    void verdictFollowsFromTheNumbers() {
        assertThat(verdict(0.2, 0.6, 0.2, 0.1))
                .contains("Plain: from 8 to 56 layers the training error rises from 20.0 % to 60.0 %.")
                .contains("Residual: from 8 to 56 layers the training error falls from 20.0 % to 10.0 %.")
                .contains("the claim of He et al. holds");
        assertThat(verdict(0.2, 0.6, 0.2, 0.21)).contains("stays about the same", "holds");
        assertThat(verdict(0.2, 0.6, 0.2, 0.3)).contains("less than half as much");
        assertThat(verdict(0.2, 0.6, 0.2, 0.5)).contains("hurts both in this run, the plain networks more");
        assertThat(verdict(0.2, 0.6, 0.2, 0.6)).contains("hurts both alike", "does not show");
        assertThat(verdict(0.2, 0.6, 0.59, 0.6)).contains("hurts both alike", "does not show");
        assertThat(verdict(0.2, 0.91, 0.91, 0.91)).contains("hardly learnt", "shows nothing");
        assertThat(verdict(0.6, 0.2, 0.2, 0.1)).contains("did not hurt the plain networks", "does not show");
    }

    @Test
    void trainingThatDivergesCountsAsGuessing() {
        StudiedNetwork stopped = new StudiedNetwork("plain8", false, 8, 8, 1, new History(List.of()), null);
        assertThat(stopped.trainingError()).isEqualTo(0.9);
        assertThat(stopped.row()).contains("stopped");
        assertThat(stopped.json()).contains("\"trainingError\":null");
    }
}
