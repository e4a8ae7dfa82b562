package io.github.lanewise.examples;

import io.github.lanewise.engine.Workers;
import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.data.Augmentation;
import io.github.lanewise.layers.data.ImageDataSet;
import io.github.lanewise.layers.data.Part;
import io.github.lanewise.layers.residual.IdentityStart;
import io.github.lanewise.layers.train.History;
import io.github.lanewise.layers.train.Trainer;
import io.github.lanewise.layers.train.TrainingData;
import io.github.lanewise.layers.train.TrainingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
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
    @Mixin
    private NetworkOption option;

    @Mixin
    private SetupOptions setup = new SetupOptions(new DataSource.Synthetic());

    @Mixin
    private CourseOptions course;

    @Mixin
    private RecipeOptions recipe;

    @Option(
            names = "--zero-start",
            description =
                    "Begin with 0 for the last scale of residual blocks, which then are their shortcuts; not where a"
                            + " shortcut adds channels of zeros, for these would never learn.")
    private boolean zeroStart;

    @Option(names = "--resume", description = "Go on from the checkpoint in the folder, if there is one.")
    private boolean resume;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Path folder = setup.createFolder();
        if (!resume && Files.exists(folder.resolve("checkpoint.json"))) {
            throw new JobException(folder + ": holds a checkpoint; --resume goes on from it, or name another folder");
        }
        Network network = option.network().initialise(setup.seed());
        if (zeroStart) {
            IdentityStart.apply(network.layer());
        }
        ImageDataSet training = setup.open(Part.TRAINING);
        Augmentation preparation = Augmentation.none().normalise(network.preprocessing());
        TrainingData images =
                new TrainingData(training, recipe.augmentation(network), setup.open(Part.TEST), preparation);
        try (Workers workers = setup.workers();
                Trainer trainer = trainer(network, images, options(training.size(), folder, workers))) {
            History history = run(network, trainer);
            TrainedFiles.write(folder, network, training.classNames(), history);
            Report report = new Report(spec.commandLine().getOut());
            report.line(folder.resolve(TrainedFiles.WEIGHTS) + ": the weights; beside it history and curves");
            report.line(TrainingSummary.of(history).json(network.name()));
        }
        return ExitCode.OK;
    }

    private TrainingOptions options(int images, Path folder, Workers workers) throws JobException {
        try {
            int batches = images / recipe.batch();
            return course.complete(recipe.training(course.steps(batches)), batches, folder, workers)
                    .seed(setup.seed())
                    .build();
        } catch (IllegalArgumentException e) {
            throw new JobException(String.valueOf(e.getMessage()), e);
        }
    }

    private Trainer trainer(Network network, TrainingData images, TrainingOptions options) throws JobException {
        try {
            return new Trainer(network, images, options);
        } catch (IllegalArgumentException e) {
            throw new JobException(setup.dataName() + ": " + e.getMessage(), e);
        }
    }

    private History run(Network network, Trainer trainer) throws IOException {
        Report report = new Report(spec.commandLine().getOut());
        boolean resumed = resume && trainer.resume();
        report.line(String.format(
                Locale.ROOT,
                "%s on %s: %,d parameters, %s %,d of %,d",
                network.name(),
                setup.dataName(),
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
}
