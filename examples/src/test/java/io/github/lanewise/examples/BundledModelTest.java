package io.github.lanewise.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.format.ModelFormatException;
import io.github.lanewise.layers.residual.Networks;
import java.io.ByteArrayInputStream;
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

    /** By the name of the resource: there is no file. */
    @Test
    void faultsNameTheResource() throws IOException {
        byte[] weights = Files.readAllBytes(Fixtures.model(folder, "resnet8"));
        InputStream broken = new ByteArrayInputStream(weights, 0, weights.length - 1);
        assertThatThrownBy(() -> BundledModel.load(broken, Networks.named("resnet8")))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageStartingWith("resnet20.safetensors: ");
        InputStream whole = new ByteArrayInputStream(weights);
        assertThatThrownBy(() -> BundledModel.load(whole, Networks.named("resnet20")))
                .isInstanceOf(JobException.class)
                .hasMessageStartingWith("resnet20.safetensors: does not fit resnet20");
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
