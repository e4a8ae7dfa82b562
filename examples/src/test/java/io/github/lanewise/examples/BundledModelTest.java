package io.github.lanewise.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.residual.Networks;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundledModelTest {
    @TempDir
    private Path folder;

    @Test
    void weightsComeFromTheStream() throws IOException, JobException {
        Network network = Networks.named("resnet8");
        try (InputStream weights = Files.newInputStream(Fixtures.model(folder, "resnet8"))) {
            BundledModel.load(weights, network);
        }
        assertThat(filters(network)).isEqualTo(filters(Networks.named("resnet8").initialise(1)));
    }

    private static float[] filters(Network network) {
        return network.layer().parameter("conv1.weight").values().toArray();
    }

    @Test
    void absenceIsExplained() {
        assertThatThrownBy(() -> BundledModel.load(null, Networks.named(BundledModel.NETWORK)))
                .isInstanceOf(JobException.class)
                .hasMessageContainingAll("--model is missing", "train");
    }

    @Test
    void commandsWithoutAModelSayWhatIsMissing() throws IOException {
        assumeFalse(BundledModel.isThere(), "this build has its own network");
        CommandRun run = CommandRun.of("evaluate", "--data", Fixtures.testImages(folder, 3));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.errors()).hasLineCount(1).contains("--model is missing");
    }

    @Test
    void networkWithoutItsWeightsIsWrongUsage() {
        CommandRun run = CommandRun.of("classify", "--network", "resnet8", folder.resolve("frog.png"));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).hasLineCount(1).contains("--model is missing", "resnet8");
    }
}
