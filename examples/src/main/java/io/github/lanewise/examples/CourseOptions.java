package io.github.lanewise.examples;

import io.github.lanewise.engine.Workers;
import io.github.lanewise.layers.train.TrainingNetworkOptions;
import io.github.lanewise.layers.train.TrainingOptions;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options of {@code train} that decide how long it takes, what it remembers and what it writes on the way. */
final class CourseOptions {
    private static final int ROWS = 20;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            converter = PositiveInteger.class,
            description = "How often every image is seen. Default: ${DEFAULT-VALUE}.")
    private int epochs = 10;

    @Option(
            names = "--steps",
            paramLabel = "N",
            converter = PositiveInteger.class,
            description = "So many steps instead of epochs.")
    private int steps;

    @Option(
            names = "--recompute",
            paramLabel = "BLOCKS",
            converter = PositiveInteger.class,
            description = "Compute activations of so many blocks a second time instead of keeping them: less memory,"
                    + " more time, the same bits.")
    private int recomputed;

    @Option(
            names = "--flush-denormals",
            description = "Set activations and gradients below 2^-126 to 0, for very deep plain networks.")
    private boolean flushDenormals;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "STEPS",
            converter = PositiveInteger.class,
            description = "Steps from one checkpoint to the next. Default: an epoch.")
    private int checkpointEvery;

    @Option(
            names = "--test-every",
            paramLabel = "EPOCHS",
            converter = PositiveInteger.class,
            description = "Epochs from one test to the next; the end is always tested. Default: ${DEFAULT-VALUE}.")
    private int testEvery = 1;

    /** How many steps there will be, with so many batches in an epoch. */
    long steps(int batches) {
        return steps > 0 ? steps : Math.max(1, (long) epochs * batches);
    }

    /** Adds these options. */
    TrainingOptions.Builder complete(TrainingOptions.Builder options, int batches, Path folder, Workers workers) {
        TrainingOptions.Builder timed = steps > 0
                ? options.steps(steps).rowEvery(Math.clamp(steps / ROWS, 1, Math.max(1, batches)))
                : options.epochs(epochs);
        return timed.testEvery(testEvery)
                .checkpoints(folder, checkpointEvery)
                .network(TrainingNetworkOptions.standard()
                        .withWorkers(workers)
                        .withRecomputedBlocks(recomputed)
                        .withFlushedDenormals(flushDenormals));
    }
}
