package io.github.lanewise.layers.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.engine.Workers;
import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.data.Augmentation;
import io.github.lanewise.layers.format.ModelFormatException;
import io.github.lanewise.layers.testkit.Problems;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
    private static final TinyImages IMAGES = new TinyImages(100, 1);
    private static final TinyImages TEST_IMAGES = new TinyImages(37, 1000);
    private static final int STEPS = 14;

    @TempDir
    Path folder;

    private static TrainingData data() {
        Augmentation none = Augmentation.none();
        return new TrainingData(IMAGES, none, TEST_IMAGES, none);
    }

    private static TrainingOptions.Builder options() {
        return TrainingOptions.of(Sgd.of(0.9, 1e-4), new Schedule.Cosine(0.1, STEPS, 0))
                .batch(16)
                .steps(STEPS)
                .seed(5);
    }

    private static History train(Network network, TrainingOptions options) throws IOException {
        try (Trainer trainer = new Trainer(network, data(), options)) {
            return trainer.run();
        }
    }

    private static List<float[]> values(Network network) {
        return network.parameters().values().stream()
                .map(parameter -> parameter.values().toArray())
                .toList();
    }

    private static void assertSameBits(Network actual, Network expected) {
        List<float[]> values = values(actual);
        List<float[]> others = values(expected);
        for (int i = 0; i < values.size(); i++) {
            Problems.assertSameBits(values.get(i), others.get(i));
        }
    }

    @Test
    void theLossFallsAndTheTestImagesAreLearned() throws IOException {
        Network network = TinyNetworks.residual();
        TrainingOptions options = TrainingOptions.of(Sgd.of(0.9, 1e-4), Schedule.constant(0.1))
                .batch(16)
                .epochs(20)
                .testEvery(5)
                .build();
        List<History.Row> rows = train(network, options).rows();
        assertThat(rows).hasSize(20);
        assertThat(rows.getLast().loss()).isLessThan(rows.getFirst().loss() / 4);
        assertThat(rows.stream().filter(row -> row.test() != null)).hasSize(4);
        Evaluation last = Objects.requireNonNull(rows.getLast().test());
        assertThat(last.accuracy()).isGreaterThan(0.9);
        assertThat(last.images()).isEqualTo(37);
    }

    @Test
    void threadsDoNotChangeABit() throws IOException {
        Network expected = TinyNetworks.residual();
        train(expected, options().build());
        Network actual = TinyNetworks.residual();
        try (Workers workers = Workers.of(2)) {
            TrainingNetworkOptions compiled =
                    TrainingNetworkOptions.standard().withWorkers(workers).withRecomputedBlocks(1);
            train(actual, options().network(compiled).loaderThreads(3).build());
        }
        assertSameBits(actual, expected);
    }

    @Test
    void anInterruptedTrainingGoesOnBitForBit() throws IOException {
        Network expected = TinyNetworks.residual();
        History whole = train(expected, options().rowEvery(4).build());
        Network actual = TinyNetworks.residual();
        TrainingOptions options = options().rowEvery(4).checkpoints(folder, 3).build();
        assertThatThrownBy(() -> {
                    try (Trainer trainer = new Trainer(actual, data(), options)) {
                        trainer.listen(killAt(8)).run();
                    }
                })
                .hasMessage("killed");
        Network fresh = TinyNetworks.residual();
        fresh.initialise(99);
        try (Trainer trainer = new Trainer(fresh, data(), options)) {
            assertThat(trainer.resume()).isTrue();
            assertThat(trainer.step()).isEqualTo(6);
            History history = trainer.run();
            assertThat(history.rows().stream().map(History.Row::loss))
                    .containsExactlyElementsOf(
                            whole.rows().stream().map(History.Row::loss).toList());
        }
        assertSameBits(fresh, expected);
    }

    @Test
    void adamGoesOnBitForBitAfterAStop() throws IOException {
        TrainingOptions.Builder builder = TrainingOptions.of(AdamW.of(0.01), Schedule.constant(0.01))
                .batch(16)
                .steps(STEPS);
        Network expected = TinyNetworks.residual();
        train(expected, builder.build());
        Network actual = TinyNetworks.residual();
        TrainingOptions options = builder.checkpoints(folder, 100).build();
        try (Trainer trainer = new Trainer(actual, data(), options)) {
            trainer.listen(new TrainingListener() {
                @Override
                public void stepMade(StepReport report) {
                    if (report.step() == 5) {
                        trainer.stop();
                    }
                }
            });
            trainer.run();
            assertThat(trainer.step()).isEqualTo(5);
        }
        try (Trainer trainer = new Trainer(actual, data(), options)) {
            trainer.resume();
            trainer.run();
        }
        assertSameBits(actual, expected);
    }

    private static TrainingListener killAt(long step) {
        return new TrainingListener() {
            @Override
            public void stepMade(StepReport report) {
                if (report.step() == step) {
                    throw new IllegalStateException("killed");
                }
            }
        };
    }

    @Test
    void listenersHearEverything() throws IOException {
        List<StepReport> reports = new ArrayList<>();
        List<Path> checkpoints = new ArrayList<>();
        List<History.Row> rows = new ArrayList<>();
        try (Trainer trainer = new Trainer(
                TinyNetworks.residual(),
                data(),
                options().checkpoints(folder, 5).build())) {
            trainer.listen(new TrainingListener() {
                @Override
                public void stepMade(StepReport report) {
                    reports.add(report);
                }

                @Override
                public void rowAdded(History.Row row) {
                    rows.add(row);
                }

                @Override
                public void checkpointWritten(Path file) {
                    checkpoints.add(file);
                }
            });
            assertThat(trainer.run().rows()).isEqualTo(rows);
        }
        assertThat(reports).hasSize(STEPS);
        assertThat(reports.get(6).epoch()).isEqualTo(1);
        assertThat(reports.get(6).step()).isEqualTo(7);
        assertThat(reports.getLast().timeLeft()).isZero();
        assertThat(reports.getFirst().times().total()).isPositive();
        assertThat(rows.stream().map(History.Row::step)).containsExactly(6L, 12L, 14L);
        assertThat(checkpoints)
                .containsExactly(Checkpoint.file(folder), Checkpoint.file(folder), Checkpoint.file(folder));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("checkpoint.json", "checkpoint-14.safetensors");
        }
    }

    @Test
    void aDivergingTrainingStopsWithTheLayerThatBeganIt() throws IOException {
        Network network = TinyNetworks.plain("tiny-plain");
        TrainingOptions options = TrainingOptions.of(Sgd.of(0, 0), new Schedule.MultiStep(0.1, List.of(4L), 1e38))
                .batch(16)
                .steps(STEPS)
                .checkpoints(folder, 2)
                .build();
        try (Trainer trainer = new Trainer(network, data(), options)) {
            assertThatThrownBy(trainer::run)
                    .isInstanceOf(NonFiniteException.class)
                    .hasMessageStartingWith("tiny-plain, step 6: ")
                    .hasMessageContaining("not finite")
                    .hasMessageContaining("lower learning rate")
                    .hasMessageContaining(Checkpoint.file(folder).toString())
                    .hasMessageNotContaining("\n");
        }
        try (Trainer trainer = new Trainer(network, data(), options)) {
            assertThat(trainer.resume()).isTrue();
            assertThat(trainer.step()).isEqualTo(4);
        }
    }

    @Test
    void theCheckpointOfAnotherTrainingIsRefused() throws IOException {
        train(TinyNetworks.residual(), options().checkpoints(folder, 0).build());
        Network network = TinyNetworks.plain("tiny-plain");
        assertRefused(network, options(), "was written with the network tiny8, this training has tiny-plain");
        assertRefused(TinyNetworks.residual(), options().seed(6), "was written with the seed 5, this training has 6");
        assertRefused(
                TinyNetworks.residual(), options().batch(8), "was written with the batch 16, this training has 8");
        List<float[]> before = values(network);
        Network renamed = TinyNetworks.plain("tiny8");
        assertRefused(renamed, options(), "is of another network");
        assertThat(values(renamed)).usingRecursiveComparison().isEqualTo(before);
    }

    private void assertRefused(Network network, TrainingOptions.Builder builder, String message) {
        try (Trainer trainer =
                new Trainer(network, data(), builder.checkpoints(folder, 0).build())) {
            assertThatThrownBy(trainer::resume)
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining(message)
                    .hasMessageStartingWith(folder.toString())
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void brokenCheckpointsAreNamed() throws IOException {
        TrainingOptions options = options().checkpoints(folder, 0).build();
        train(TinyNetworks.residual(), options);
        Path tensors = folder.resolve("checkpoint-14.safetensors");
        try (FileChannel channel = FileChannel.open(tensors, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - 100);
        }
        try (Trainer trainer = new Trainer(TinyNetworks.residual(), data(), options)) {
            assertThatThrownBy(trainer::resume)
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageStartingWith(tensors.toString());
            for (String broken : List.of("", "{", "[]", "{\"format\":\"lanewise training 1\"}")) {
                Files.writeString(Checkpoint.file(folder), broken);
                assertThatThrownBy(trainer::resume)
                        .as(broken)
                        .isInstanceOf(CheckpointException.class)
                        .hasMessageStartingWith(Checkpoint.file(folder) + ": is no checkpoint: ")
                        .hasMessageNotContaining("\n");
            }
        }
    }

    @Test
    void theLastCheckpointSurvivesAFaultWhileTheNextIsWritten() throws IOException {
        TrainingOptions options = options().checkpoints(folder, 3).build();
        Path obstacle = Files.createDirectories(folder.resolve("checkpoint-6.safetensors/full"));
        try (Trainer trainer = new Trainer(TinyNetworks.residual(), data(), options)) {
            assertThatThrownBy(trainer::run).isInstanceOf(IOException.class);
        }
        assertThat(obstacle).exists();
        try (Trainer trainer = new Trainer(TinyNetworks.residual(), data(), options)) {
            assertThat(trainer.resume()).isTrue();
            assertThat(trainer.step()).isEqualTo(3);
        }
    }

    @Test
    void withoutACheckpointNothingIsResumed() throws IOException {
        try (Trainer trainer = new Trainer(
                TinyNetworks.residual(),
                data(),
                options().checkpoints(folder, 1).build())) {
            assertThat(trainer.resume()).isFalse();
        }
        try (Trainer trainer =
                new Trainer(TinyNetworks.residual(), data(), options().build())) {
            assertThatThrownBy(trainer::resume).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void dataThatDoesNotFitIsRefused() {
        TrainingOptions options = options().batch(101).build();
        assertThatThrownBy(() -> new Trainer(TinyNetworks.residual(), data(), options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("do not fill one batch");
        assertThatThrownBy(() -> options().epochs(1).steps(0).build()).isInstanceOf(IllegalArgumentException.class);
    }
}
