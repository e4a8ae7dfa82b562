package io.github.lanewise.examples;

import io.github.lanewise.engine.Workers;
import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.StateDict;
import io.github.lanewise.layers.data.Augmentation;
import io.github.lanewise.layers.data.ImageDataSet;
import io.github.lanewise.layers.data.Part;
import io.github.lanewise.layers.format.Safetensors;
import io.github.lanewise.layers.residual.IdentityStart;
import io.github.lanewise.layers.train.History;
import io.github.lanewise.layers.train.Trainer;
import io.github.lanewise.layers.train.TrainingData;
import io.github.lanewise.layers.train.TrainingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lanewise train}: a network learns from images. */
@Command(
        name = "train",
        header = "Train a network on images.",
        description = "Writes the weights with PyTorch's names (model.safetensors), classes.txt for classify --labels,"
                + " checkpoints, history.csv, history.json and curves.png to the folder. The same seed gives the same bits for any number of threads. The"
                + " last line of output is a JSON object with network, steps, finalLoss, trainingError,"
                + " testError, seconds and imagesPerSecond; the training error is that of the last epoch as it"
                + " went, with augmented images.",
        footer = {
            "  lanewise train --network resnet8 --data synthetic --epochs 3 --output run",
            "  lanewise train --network resnet20 --data cifar10:cifar-10-batches-bin \\",
            "      --epochs 60 --schedule one-cycle --lr 0.2 --output resnet20",
            Lanewise.ALIAS
        })
@SuppressWarnings("NullAway.Init") // set by picocli
final class Train implements Callable<Integer> {
    @Option(
            names = "--network",
            required = true,
            paramLabel = "NAME",
            converter = NetworkName.class,
            description = "The network: resnet20, plain20, resnet20-w8 with half of the channels, and so on.")
    private Network network;

    @Mixin
    private DataOption data;

    @Mixin
    private CourseOptions course;

    @Mixin
    private RecipeOptions recipe;

    @Option(
            names = "--zero-start",
            description = "Begin with 0 for the last scale of each residual block, which then is its shortcut.")
    private boolean zeroStart;

    @Option(
            names = "--seed",
            paramLabel = "N",
            converter = PositiveInteger.class,
            description = "Decides weights, order and augmentation. Default: ${DEFAULT-VALUE}.")
    private int seed = 1;

    @Mixin
    private ThreadsOption threads;

    @Option(names = "--resume", description = "Go on from the checkpoint in the folder, if there is one.")
    private boolean resume;

    @Mixin
    private OutputFolder output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Path folder = output.create();
        if (!resume && Files.exists(folder.resolve("checkpoint.json"))) {
            throw new JobException(folder + ": holds a checkpoint; --resume goes on from it, or name another folder");
        }
        network.initialise(seed);
        if (zeroStart) {
            IdentityStart.apply(network.layer());
        }
        ImageDataSet training = data.open(Part.TRAINING);
        Augmentation preparation = Augmentation.none().normalise(network.preprocessing());
        TrainingData images =
                new TrainingData(training, recipe.augmentation(network), data.open(Part.TEST), preparation);
        try (Workers workers = threads.workers();
                Trainer trainer = trainer(images, options(training.size(), folder, workers))) {
            History history = run(trainer);
            history.writeTo(folder);
            Files.write(folder.resolve("classes.txt"), training.classNames());
            Safetensors.write(
                    folder.resolve("model.safetensors"),
                    StateDict.of(network.layer()).tensors(),
                    Map.of("network", network.name()));
            TrainingPlots.curves(network.name(), history).save(folder.resolve("curves.png"));
            summarise(folder, history);
        }
        return ExitCode.OK;
    }

    private TrainingOptions options(int images, Path folder, Workers workers) throws JobException {
        try {
            int batches = images / recipe.batch();
            return course.complete(recipe.training(course.steps(batches)), batches, folder, workers)
                    .seed(seed)
                    .build();
        } catch (IllegalArgumentException e) {
            throw new JobException(String.valueOf(e.getMessage()), e);
        }
    }

    private Trainer trainer(TrainingData images, TrainingOptions options) throws JobException {
        try {
            return new Trainer(network, images, options);
        } catch (IllegalArgumentException e) {
            throw new JobException(data + ": " + e.getMessage(), e);
        }
    }

    private History run(Trainer trainer) throws IOException {
        Report report = new Report(spec.commandLine().getOut());
        boolean resumed = resume && trainer.resume();
        report.line(String.format(
                Locale.ROOT,
                "%s on %s: %,d parameters, %s %,d of %,d",
                network.name(),
                data,
                network.parameterCount(),
                resumed ? "goes on at step" : "step",
                trainer.step(),
                trainer.steps()));
        try (Progress progress = Progress.of(network.name(), " steps", Math.toIntExact(trainer.steps()))) {
            return trainer.listen(new StepProgress(progress))
                    .listen(new TrainingLog(report))
                    .run();
        }
    }

    private void summarise(Path folder, History history) {
        TrainingSummary summary = TrainingSummary.of(history);
        Report report = new Report(spec.commandLine().getOut());
        report.line(folder.resolve("model.safetensors") + ": the weights; beside it history and curves");
        report.line(String.format(
                Locale.ROOT,
                "{\"network\":\"%s\",\"steps\":%d,\"finalLoss\":%s,\"trainingError\":%s,\"testError\":%s,"
                        + "\"seconds\":%.3f,\"imagesPerSecond\":%.1f}",
                network.name(),
                summary.steps(),
                summary.finalLoss(),
                summary.trainingError(),
                summary.testError(),
                summary.seconds(),
                summary.imagesPerSecond()));
    }
}
