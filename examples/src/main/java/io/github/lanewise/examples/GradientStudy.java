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
import io.github.lanewise.layers.train.Sgd;
import io.github.lanewise.layers.train.SoftmaxCrossEntropy;
import io.github.lanewise.layers.train.Trainer;
import io.github.lanewise.layers.train.TrainingData;
import io.github.lanewise.layers.train.TrainingNetwork;
import io.github.lanewise.layers.train.TrainingNetworkOptions;
import io.github.lanewise.layers.train.TrainingOptions;
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
import picocli.CommandLine.Option;
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
    @Option(
            names = "--network",
            required = true,
            paramLabel = "NAME",
            converter = NetworkName.class,
            description = "The network or its twin: plain20, resnet56, plain110-w8 and so on.")
    private Network network;

    @Mixin
    private DataOption data;

    @Option(
            names = "--steps",
            paramLabel = "N",
            converter = PositiveInteger.class,
            description = "Steps before the second measure. Default: ${DEFAULT-VALUE}.")
    private int steps = 20;

    @Option(
            names = "--batch",
            paramLabel = "N",
            converter = PositiveInteger.class,
            description = "Images for each step and measure. Default: ${DEFAULT-VALUE}.")
    private int batch = 32;

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            converter = NonNegativeNumber.class,
            description = "The learning rate. Default: ${DEFAULT-VALUE}.")
    private double rate = 0.05;

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
        Path folder = output.create();
        ImageDataSet images = data.open(Part.TRAINING);
        String twin = network.name().replaceFirst("^(resnet|plain)", "");
        Report report = new Report(spec.commandLine().getOut());
        report.line(String.format(
                Locale.ROOT,
                "%s, batch %d, seed %d; root mean squares, largest share of denormals",
                data,
                batch,
                seed));
        report.line(ProbedNetwork.HEADER);
        List<ProbedNetwork> probed = new ArrayList<>();
        try (Workers workers = threads.workers()) {
            for (boolean batchNorm : new boolean[] {true, false}) {
                for (boolean residual : new boolean[] {false, true}) {
                    Network standard = Networks.named((residual ? "resnet" : "plain") + twin);
                    Network one = batchNorm ? standard : WithoutBatchNorm.of(standard);
                    one.initialise(seed);
                    add(probed, report, measure(one, residual, batchNorm, 0, images, workers));
                    if (learns(one, images, workers, report)) {
                        add(probed, report, measure(one, residual, batchNorm, steps, images, workers));
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
        try (BatchLoader loader = new BatchLoader(images, preparation(), batch, seed, 1, false, true);
                TrainingNetwork compiled = TrainingNetwork.of(one, batch, options)) {
            Batch first = loader.next();
            return new ProbedNetwork(
                    one.name(),
                    residual,
                    batchNorm,
                    step,
                    GradientProbe.measure(compiled, first.images(), first.labels(), new SoftmaxCrossEntropy()));
        } catch (IllegalArgumentException e) {
            throw new JobException(data + ": " + e.getMessage(), e);
        }
    }

    private Augmentation preparation() {
        return Augmentation.none().normalise(network.preprocessing());
    }

    /** Makes the steps; false if they came to NaN or infinity. */
    private boolean learns(Network one, ImageDataSet images, Workers workers, Report report)
            throws IOException, JobException {
        TrainingOptions options = TrainingOptions.of(Sgd.of(0.9, 1e-4), Schedule.constant(rate))
                .batch(batch)
                .steps(steps)
                .seed(seed)
                .network(TrainingNetworkOptions.standard().withWorkers(workers))
                .build();
        TrainingData training = new TrainingData(images, preparation(), null, preparation());
        try (Trainer trainer = new Trainer(one, training, options);
                Progress progress = Progress.of(one.name(), " steps", steps)) {
            trainer.listen(new StepProgress(progress)).run();
            return true;
        } catch (NonFiniteException e) {
            report.line("  " + one.name() + " stops learning: " + e.getMessage());
            return false;
        } catch (IllegalArgumentException e) {
            throw new JobException(data + ": " + e.getMessage(), e);
        }
    }
}
