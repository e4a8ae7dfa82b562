package io.github.lanewise.examples;

import io.github.lanewise.engine.Workers;
import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.data.Augmentation;
import io.github.lanewise.layers.data.FirstImages;
import io.github.lanewise.layers.data.ImageDataSet;
import io.github.lanewise.layers.data.Part;
import io.github.lanewise.layers.residual.IdentityStart;
import io.github.lanewise.layers.train.History;
import io.github.lanewise.layers.train.NonFiniteException;
import io.github.lanewise.layers.train.Schedule;
import io.github.lanewise.layers.train.Sgd;
import io.github.lanewise.layers.train.Trainer;
import io.github.lanewise.layers.train.TrainingData;
import io.github.lanewise.layers.train.TrainingNetworkOptions;
import io.github.lanewise.layers.train.TrainingOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lanewise depth-study}: plain and residual networks of several depths, side by side. */
@Command(
        name = "depth-study",
        header = "Train plain and residual networks of several depths.",
        description = "Every network learns from the same data in the same order by the same schedule; the"
                + " plain and the residual network of a depth even begin with the same weights. Writes depth-study.csv,"
                + " error-by-step.png and error-by-depth.png to the folder. The training error is the mean over"
                + " the last tenth of the steps. The last line of output is a JSON object with the seed and, for"
                + " each network, name, depth, layers, parameters, trainingError, testError, finalLoss and"
                + " seconds.",
        footer = {
            "  lanewise depth-study --output study",
            "  lanewise depth-study --depths 20,56 --data cifar10:cifar-10-batches-bin \\",
            "      --steps 4000 --batch 128 --width 8 --output study",
            Lanewise.ALIAS
        })
@SuppressWarnings("NullAway.Init") // set by picocli
final class DepthStudy implements Callable<Integer> {
    private static final int TEST_IMAGES = 1000;
    private static final int ROWS = 10;

    @Option(
            names = "--depths",
            paramLabel = "N,N",
            split = ",",
            converter = PositiveInteger.class,
            description = "The depths, 6n + 2 each. Default: 8,20,56,110.")
    private List<Integer> depths = List.of(8, 20, 56, 110);

    @Mixin
    private DataOption data;

    @Option(
            names = "--steps",
            paramLabel = "N",
            converter = PositiveInteger.class,
            description = "Steps of each network. Default: ${DEFAULT-VALUE}.")
    private int steps = 120;

    @Option(
            names = "--batch",
            paramLabel = "N",
            converter = PositiveInteger.class,
            description = "Images for each step. Default: ${DEFAULT-VALUE}.")
    private int batch = 32;

    @Option(
            names = "--width",
            paramLabel = "N",
            converter = PositiveInteger.class,
            description = "Channels of the first stage; 16 in the paper. Default: ${DEFAULT-VALUE}.")
    private int width = 8;

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            converter = NonNegativeNumber.class,
            description =
                    "The learning rate: it rises over a tenth of the steps and falls to 0. Default: ${DEFAULT-VALUE}.")
    private double rate = 0.02;

    @Option(
            names = "--zero-start",
            description = "Begin with 0 for the last scale of each residual block, which then is its shortcut.")
    private boolean zeroStart;

    @Option(
            names = "--seed",
            paramLabel = "N",
            converter = PositiveInteger.class,
            description = "Decides weights and order. Default: ${DEFAULT-VALUE}.")
    private int seed = 1;

    @Mixin
    private ThreadsOption threads;

    @Mixin
    private OutputFolder output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        requireDepths();
        Path folder = output.create();
        TrainingData images = images();
        Report report = new Report(spec.commandLine().getOut());
        String setting = String.format(
                Locale.ROOT,
                "%s, width %d, batch %d, %,d steps, seed %d%s",
                data,
                width,
                batch,
                steps,
                seed,
                zeroStart ? ", residual blocks begin as shortcuts" : "");
        report.line(setting);
        report.line(StudiedNetwork.HEADER);
        List<StudiedNetwork> networks = new ArrayList<>();
        try (Workers workers = threads.workers()) {
            for (int depth : depths) {
                for (boolean residual : new boolean[] {false, true}) {
                    StudiedNetwork network = train(depth, residual, images, workers);
                    networks.add(network);
                    report.line(network.row());
                }
            }
        }
        DepthStudyFiles.write(folder, networks, setting);
        report.line("");
        DepthVerdict.of(networks).forEach(report::line);
        report.line("");
        report.line(folder + ": depth-study.csv, error-by-step.png, error-by-depth.png");
        report.line(networks.stream()
                .map(StudiedNetwork::json)
                .collect(Collectors.joining(",", "{\"seed\":" + seed + ",\"networks\":[", "]}")));
        return ExitCode.OK;
    }

    private TrainingData images() throws IOException {
        Augmentation preparation = Augmentation.none()
                .normalise(
                        StudiedNetwork.network(true, depths.getFirst(), width).preprocessing());
        ImageDataSet test = data.open(Part.TEST);
        ImageDataSet tested = test.size() > TEST_IMAGES ? new FirstImages(test, TEST_IMAGES) : test;
        return new TrainingData(data.open(Part.TRAINING), preparation, tested, preparation);
    }

    private Schedule schedule() {
        long warmUp = Math.max(1, steps / ROWS);
        return new Schedule.Cosine(rate, Math.max(1, steps - warmUp), 0).afterWarmUp(warmUp, 0);
    }

    private void requireDepths() {
        try {
            for (int depth : depths) {
                StudiedNetwork.network(true, depth, width);
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--depths: " + e.getMessage(), e);
        }
    }

    private StudiedNetwork train(int depth, boolean residual, TrainingData images, Workers workers)
            throws IOException, JobException {
        Network network = StudiedNetwork.network(residual, depth, width).initialise(seed);
        if (zeroStart) {
            IdentityStart.apply(network.layer());
        }
        TrainingOptions options = TrainingOptions.of(Sgd.of(0.9, 1e-4), schedule())
                .batch(batch)
                .steps(steps)
                .seed(seed)
                .rowEvery(Math.max(1, steps / ROWS))
                .testEvery(Long.MAX_VALUE)
                .network(TrainingNetworkOptions.standard().withWorkers(workers))
                .build();
        try (Trainer trainer = new Trainer(network, images, options);
                Progress progress = Progress.of(network.name(), " steps", steps)) {
            trainer.listen(new StepProgress(progress));
            @Nullable TrainingSummary result = null;
            try {
                result = TrainingSummary.of(trainer.run());
            } catch (NonFiniteException e) {
                spec.commandLine().getErr().println(e.getMessage());
            }
            History history = trainer.history();
            return StudiedNetwork.of(network, residual, depth, history, result);
        } catch (IllegalArgumentException e) {
            throw new JobException(data + ": " + e.getMessage(), e);
        }
    }
}
