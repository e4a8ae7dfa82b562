package io.github.lanewise.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.bench.NaiveNetwork;
import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.format.Safetensors;
import io.github.lanewise.layers.graph.Graph;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeersTrainingTest {

    @TempDir
    Path folder = Path.of("");

    @Test
    void aStepCountsEveryMultiplyAddThreeTimesButThoseOfTheFirstLayerTwice() {
        Network network = NetworkFiles.network("resnet8");
        long forward = new NaiveNetwork(Graph.of(network)).multiplyAdds();
        assertThat(TrainingFiles.operations(network)).isEqualTo(6.0 * forward - 2.0 * 32 * 32 * 16 * 27);
    }

    @Test
    void theFileHoldsWhatOursBeginsWith() throws IOException {
        TrainingFiles files = TrainingFiles.of("resnet8");
        Path file = folder.resolve("training.safetensors");
        files.write(file);
        Safetensors read = Safetensors.read(file);
        files.network()
                .parameters()
                .forEach((name, parameter) -> assertThat(read.tensors().get(name))
                        .as(name)
                        .isNotNull()
                        .satisfies(tensor -> assertThat(tensor.toArray())
                                .isEqualTo(parameter.values().toArray())));
        assertThat(read.tensor("images").toArray()).isEqualTo(files.images());
        assertThat(read.tensor("labels").toArray())
                .hasSameSizeAs(files.labels())
                .containsOnly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void threadsDoNotChangeTheLossAndEveryStepHasFourTimes() {
        try (TrainingTask one = new TrainingTask("resnet8", 16, 1);
                TrainingTask two = new TrainingTask("resnet8", 16, 2)) {
            assertThat(two.check()).isEqualTo(one.check()).isPositive();
            assertThat(Worker.numbers(two.steps(0))).hasSize(4).doesNotContain(0);
        }
    }
}
