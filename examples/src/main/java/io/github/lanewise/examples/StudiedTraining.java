package io.github.lanewise.examples;

import io.github.lanewise.engine.Workers;
import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.Preprocessing;
import io.github.lanewise.layers.data.Augmentation;
import io.github.lanewise.layers.data.FirstImages;
import io.github.lanewise.layers.data.ImageDataSet;
import io.github.lanewise.layers.residual.IdentityStart;
import io.github.lanewise.layers.train.NonFiniteException;
import io.github.lanewise.layers.train.Schedule;
import io.github.lanewise.layers.train.Trainer;
import io.github.lanewise.layers.train.TrainingData;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/**
 * How every network of a depth study learns.
 *
 * @param zeroStart whether residual blocks begin as their shortcuts
 * @param err who is told of a training that comes to NaN or infinity
 */
record StudiedTraining(
        ShortTraining training, int width, int seed, boolean zeroStart, TrainingData images, PrintWriter err) {
    private static final int TEST_IMAGES = 1000;

    /** The rate rises over this part of the steps. */
    private static final int WARM_UP_SHARE = 10;

    /** Images as they are, normalised; not all of many test images. */
    static TrainingData images(ImageDataSet training, ImageDataSet test) {
        Augmentation preparation = Augmentation.none().normalise(Preprocessing.CIFAR10);
        ImageDataSet tested = test.size() > TEST_IMAGES ? new FirstImages(test, TEST_IMAGES) : test;
        return new TrainingData(training, preparation, tested, preparation);
    }

    /** Trains one network from its beginning. */
    StudiedNetwork run(int depth, boolean residual, Workers workers) throws IOException, JobException {
        Network network = StudiedNetwork.network(
                        residual, depth, width, images.training().imageShape())
                .initialise(seed);
        if (zeroStart) {
            IdentityStart.apply(network.layer());
        }
        try (Progress progress = Progress.of(network.name(), " steps", training.steps());
                Trainer trainer = training.trainer(network, images, seed, this::schedule, workers, progress)) {
            @Nullable TrainingSummary result = null;
            try {
                result = TrainingSummary.of(trainer.run());
            } catch (NonFiniteException e) {
                err.println(e.getMessage());
            }
            return StudiedNetwork.of(network, residual, depth, trainer.history(), result);
        }
    }

    private Schedule schedule(double rate) {
        int steps = training.steps();
        long warmUp = Math.max(1, steps / WARM_UP_SHARE);
        return new Schedule.Cosine(rate, Math.max(1, steps - warmUp), 0).afterWarmUp(warmUp, 0);
    }
}
