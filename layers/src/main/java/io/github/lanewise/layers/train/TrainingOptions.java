package io.github.lanewise.layers.train;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a network is trained.
 *
 * @param batch images for each step; images that do not fill a batch at the end of an epoch are left out
 * @param epochs how often every image is seen; 0 if the steps decide
 * @param steps how many steps are made; 0 if the epochs decide
 * @param seed of the order and augmentation of the images; the network is initialised by its owner
 * @param loaderThreads threads that prepare images; the bits do not depend on them
 * @param rowEvery steps for one row of the history; 0 for one row an epoch
 * @param testEvery epochs from one evaluation of the test images to the next; the last state is always evaluated
 * @param checkpoints the folder of the checkpoint, or null for none
 * @param checkpointEvery steps from one checkpoint to the next; 0 for one after each epoch
 */
@SuppressWarnings("exports") // only an annotation: callers need no org.jspecify
public record TrainingOptions(
        Optimiser optimiser,
        Schedule schedule,
        Loss loss,
        GradientClipping clipping,
        int batch,
        long epochs,
        long steps,
        long seed,
        int loaderThreads,
        long rowEvery,
        long testEvery,
        @Nullable Path checkpoints,
        long checkpointEvery,
        TrainingNetworkOptions network) {
    private static final int BATCH = 128;

    public TrainingOptions {
        if (batch < 1 || loaderThreads < 1 || testEvery < 1) {
            throw new IllegalArgumentException("batch, loaderThreads and testEvery must be at least 1, got " + batch
                    + ", " + loaderThreads + " and " + testEvery);
        }
        if (epochs < 0 || steps < 0 || (epochs == 0) == (steps == 0)) {
            throw new IllegalArgumentException(
                    "a training has either epochs or steps, got " + epochs + " epochs and " + steps + " steps");
        }
        if (rowEvery < 0 || checkpointEvery < 0) {
            throw new IllegalArgumentException(
                    "rowEvery and checkpointEvery must not be negative, got " + rowEvery + " and " + checkpointEvery);
        }
    }

    /** Begins with an optimiser and a schedule; all else has a usual value. */
    public static Builder of(Optimiser optimiser, Schedule schedule) {
        return new Builder(optimiser, schedule);
    }

    /** Collects options: cross-entropy, batches of 128, one epoch, seed 0, no clipping and no checkpoints at first. */
    public static final class Builder {
        private final Optimiser optimiser;
        private final Schedule schedule;
        private Loss loss = new SoftmaxCrossEntropy();
        private GradientClipping clipping = new GradientClipping.None();
        private int batch = BATCH;
        private long epochs = 1;
        private long steps;
        private long seed;
        private int loaderThreads = 1;
        private long rowEvery;
        private long testEvery = 1;
        private @Nullable Path checkpoints;
        private long checkpointEvery;
        private TrainingNetworkOptions network = TrainingNetworkOptions.standard();

        private Builder(Optimiser optimiser, Schedule schedule) {
            this.optimiser = optimiser;
            this.schedule = schedule;
        }

        public Builder loss(Loss newLoss) {
            loss = newLoss;
            return this;
        }

        public Builder clipping(GradientClipping newClipping) {
            clipping = newClipping;
            return this;
        }

        /**
         * Images for each step. An epoch has as many steps as there are full batches; the rest of its images is left
         * out, and which these are changes with the order.
         */
        public Builder batch(int images) {
            batch = images;
            return this;
        }

        /** Trains for whole epochs. */
        public Builder epochs(long count) {
            epochs = count;
            steps = 0;
            return this;
        }

        /** Trains for a number of steps. */
        public Builder steps(long count) {
            steps = count;
            epochs = 0;
            return this;
        }

        public Builder seed(long newSeed) {
            seed = newSeed;
            return this;
        }

        public Builder loaderThreads(int threads) {
            loaderThreads = threads;
            return this;
        }

        /** One row of the history for so many steps. */
        public Builder rowEvery(long count) {
            rowEvery = count;
            return this;
        }

        /** Evaluates the test images after so many epochs. */
        public Builder testEvery(long count) {
            testEvery = count;
            return this;
        }

        /** Writes a checkpoint to the folder after so many steps, or after each epoch if that is 0. */
        public Builder checkpoints(Path folder, long everySteps) {
            checkpoints = folder;
            checkpointEvery = everySteps;
            return this;
        }

        public Builder network(TrainingNetworkOptions options) {
            network = options;
            return this;
        }

        /** The options; {@link IllegalArgumentException} if they contradict each other. */
        public TrainingOptions build() {
            return new TrainingOptions(
                    optimiser,
                    schedule,
                    loss,
                    clipping,
                    batch,
                    epochs,
                    steps,
                    seed,
                    loaderThreads,
                    rowEvery,
                    testEvery,
                    checkpoints,
                    checkpointEvery,
                    network);
        }
    }
}
