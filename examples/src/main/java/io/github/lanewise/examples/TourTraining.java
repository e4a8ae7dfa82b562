package io.github.lanewise.examples;

import io.github.lanewise.engine.Workers;
import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.data.Augmentation;
import io.github.lanewise.layers.data.Part;
import io.github.lanewise.layers.data.SyntheticImages;
import io.github.lanewise.layers.residual.Networks;
import io.github.lanewise.layers.train.Schedule;
import io.github.lanewise.layers.train.Sgd;
import io.github.lanewise.layers.train.Trainer;
import io.github.lanewise.layers.train.TrainingData;
import io.github.lanewise.layers.train.TrainingNetworkOptions;
import io.github.lanewise.layers.train.TrainingOptions;
import java.io.IOException;

/** The tour's training: a small residual network learns generated images. */
final class TourTraining {
    private static final int TRAINING_IMAGES = 4000;
    private static final int TEST_IMAGES = 500;
    private static final int BATCH = 64;
    private static final long SEED = 1;

    private TourTraining() {}

    /** Trains for so many steps, by as many threads as there are processors. */
    static TrainingSummary train(int steps) throws IOException {
        Network network = Networks.named("resnet8").initialise(SEED);
        Augmentation preparation = Augmentation.none().normalise(network.preprocessing());
        TrainingData images = new TrainingData(
                new SyntheticImages(SEED, TRAINING_IMAGES, Part.TRAINING),
                preparation,
                new SyntheticImages(SEED, TEST_IMAGES, Part.TEST),
                preparation);
        try (Workers workers = Workers.of(Runtime.getRuntime().availableProcessors())) {
            TrainingOptions options = TrainingOptions.of(Sgd.of(0.9, 1e-4), new Schedule.OneCycle(0.1, steps))
                    .batch(BATCH)
                    .steps(steps)
                    .seed(SEED)
                    .rowEvery(Math.max(1, steps / 5))
                    .testEvery(Long.MAX_VALUE)
                    .network(TrainingNetworkOptions.standard().withWorkers(workers))
                    .build();
            try (Trainer trainer = new Trainer(network, images, options)) {
                return TrainingSummary.of(trainer.run());
            }
        }
    }
}
