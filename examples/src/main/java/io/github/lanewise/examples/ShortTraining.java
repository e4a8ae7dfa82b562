package io.github.lanewise.examples;

import io.github.lanewise.engine.Workers;
import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.train.Schedule;
import io.github.lanewise.layers.train.Sgd;
import io.github.lanewise.layers.train.Trainer;
import io.github.lanewise.layers.train.TrainingData;
import io.github.lanewise.layers.train.TrainingNetworkOptions;
import io.github.lanewise.layers.train.TrainingOptions;
import java.util.function.DoubleFunction;
import picocli.CommandLine.Option;

/** The options of the studies, whose networks all learn in one way: SGD with a momentum of 0.9 for some steps. */
final class ShortTraining {
    /** How often the history gets a row. */
    private static final int ROWS = 10;

    @Option(
            names = "--steps",
            paramLabel = "N",
            converter = PositiveInteger.class,
            description = "Steps of each network. Default: ${DEFAULT-VALUE}.")
    private int steps;

    @Option(
            names = "--batch",
            paramLabel = "N",
            converter = PositiveInteger.class,
            description = "Images for each step. Default: ${DEFAULT-VALUE}.")
    private int batch;

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            converter = NonNegativeNumber.class,
            description = "The highest learning rate. Default: ${DEFAULT-VALUE}.")
    private double rate;

    /** With what serves by default. */
    ShortTraining(int steps, int batch, double rate) {
        this.steps = steps;
        this.batch = batch;
        this.rate = rate;
    }

    int steps() {
        return steps;
    }

    int batch() {
        return batch;
    }

    /** Ready to run, with a bar of progress. */
    Trainer trainer(
            Network network,
            TrainingData images,
            int seed,
            DoubleFunction<Schedule> schedule,
            Workers workers,
            Progress progress)
            throws JobException {
        TrainingOptions options = TrainingOptions.of(Sgd.of(0.9, 1e-4), schedule.apply(rate))
                .batch(batch)
                .steps(steps)
                .seed(seed)
                .rowEvery(Math.max(1, steps / ROWS))
                .testEvery(Long.MAX_VALUE)
                .network(TrainingNetworkOptions.standard().withWorkers(workers))
                .build();
        try {
            return new Trainer(network, images, options).listen(new StepProgress(progress));
        } catch (IllegalArgumentException e) {
            throw new JobException(String.valueOf(e.getMessage()), e);
        }
    }
}
