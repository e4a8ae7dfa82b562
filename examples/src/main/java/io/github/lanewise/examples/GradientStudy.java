package io.github.lanewise.examples;

import io.github.lanewise.engine.Workers;
import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.data.Augmentation;
import io.github.lanewise.layers.data.Batch;
import io.github.lanewise.layers.data.BatchLoader;
import io.github.lanewise.layers.data.ImageDataSet;
import io.github.lanewise.layers.data.Part;
import io.github.lanewise.layers.residual.Networks;
import io.github.lanewise.layers.residual.WithoutBatchNorm;
import io.github.lanewise.layers.train.GradientProbe;
import io.github.lanewise.layers.train.NonFiniteException;
import io.github.lanewise.layers.train.Schedule;
import io.github.lanewise.layers.train.SoftmaxCrossEntropy;
import io.github.lanewise.layers.train.Trainer;
import io.github.lanewise.layers.train.TrainingData;
import io.github.lanewise.layers.train.TrainingNetwork;
import io.github.lanewise.layers.train.TrainingNetworkOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lanewise gradients}: how activations and gradients pass through plain and residual networks. */
@Command(
        name = "gradients",
        header = "Measure activations and gradients, layer by layer.",
        description =
                "Measures a plain network and its residual twin, with batch norm and without, before the first step and"
                        + " after some. Writes gradients.csv, gradients.png and activations.png to the folder. The last"
                        + " line of output is a JSON object with, for each measured network, name, step, convolutions and"
                        + " gradientRatio: the gradient at the first convolution by that at the last.",
        footer = {
            "  lanewise gradients --network plain56 --output gradients",
            "  lanewise gradients --network plain110 --steps 50 \\",
            "      --data cifar10:cifar-10-batches-bin --output gradients",
            Lanewise.ALIAS
        })
@SuppressWarnings("NullAway.Init") // set by picocli
final class GradientStudy implements Callable<Integer> {
    @Mixin
    private NetworkOption option;

    @Mixin
    private SetupOptions setup = new SetupOptions(new DataSource.Synthetic());

    @Mixin
    private ShortTraining training = new ShortTraining(20, 32, 0.05);

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Path folder = setup.createFolder();
        ImageDataSet images = setup.open(Part.TRAINING);
        Network network = option.network();
        String twin = network.name().replaceFirst("^(resnet|plain)", "");
        Report report = new Report(spec.commandLine().getOut());
        report.line(String.format(
                Locale.ROOT,
                "%s, batch %d, seed %d; root mean squares, largest share of denormals",
                setup.dataName(),
                training.batch(),
                setup.seed()));
        report.line(ProbedNetwork.HEADER);
        List<ProbedNetwork> probed = new ArrayList<>();
        try (Workers workers = setup.workers()) {
            for (boolean batchNorm : new boolean[] {true, false}) {
                for (boolean residual : new boolean[] {false, true}) {
                    Network standard = Networks.named((residual ? "resnet" : "plain") + twin);
                    Network one = batchNorm ? standard : WithoutBatchNorm.of(standard);
                    one.initialise(setup.seed());
                    add(probed, report, measure(one, residual, batchNorm, 0, images, workers));
                    if (learns(one, images, workers, report)) {
                        add(probed, report, measure(one, residual, batchNorm, training.steps(), images, workers));
                    }
                }
            }
        }
        GradientFiles.write(folder, probed);
        report.line("");
        report.line(folder + ": gradients.csv, gradients.png, activations.png");
        report.line(probed.stream().map(GradientStudy::json).collect(Collectors.joining(",", "{\"networks\":[", "]}")));
        return ExitCode.OK;
    }

    private static void add(List<ProbedNetwork> networks, Report report, ProbedNetwork network) {
        networks.add(network);
        report.line(network.row());
    }

    private static String json(ProbedNetwork network) {
        double ratio = network.gradientRatio();
        return String.format(
                Locale.ROOT,
                "{\"name\":\"%s\",\"step\":%d,\"convolutions\":%d,\"gradientRatio\":%s}",
                network.name(),
                network.step(),
                network.convolutions().size(),
                Double.isFinite(ratio) ? ratio : null);
    }

    private ProbedNetwork measure(
            Network one, boolean residual, boolean batchNorm, long step, ImageDataSet images, Workers workers)
            throws JobException {
        TrainingNetworkOptions options = TrainingNetworkOptions.standard().withWorkers(workers);
        int batch = training.batch();
        try (BatchLoader loader = new BatchLoader(images, preparation(one), batch, setup.seed(), 1, false, true);
                TrainingNetwork compiled = TrainingNetwork.of(one, batch, options)) {
            Batch first = loader.next();
            return new ProbedNetwork(
                    one.name(),
                    residual,
                    batchNorm,
                    step,
                    GradientProbe.measure(compiled, first.images(), first.labels(), new SoftmaxCrossEntropy()));
        } catch (IllegalArgumentException e) {
            throw new JobException(setup.dataName() + ": " + e.getMessage(), e);
        }
    }

    private static Augmentation preparation(Network network) {
        return Augmentation.none().normalise(network.preprocessing());
    }

    /** Makes the steps; false if they came to NaN or infinity. */
    private boolean learns(Network one, ImageDataSet images, Workers workers, Report report)
            throws IOException, JobException {
        TrainingData data = new TrainingData(images, preparation(one), null, preparation(one));
        try (Progress progress = Progress.of(one.name(), " steps", training.steps());
                Trainer trainer = training.trainer(one, data, setup.seed(), Schedule::constant, workers, progress)) {
            trainer.run();
            return true;
        } catch (NonFiniteException e) {
            report.line("  " + one.name() + " stops learning: " + e.getMessage());
            return false;
        }
    }
}
