package io.github.lanewise.examples;

import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.data.Augmentation;
import io.github.lanewise.layers.train.AdamW;
import io.github.lanewise.layers.train.GradientClipping;
import io.github.lanewise.layers.train.Optimiser;
import io.github.lanewise.layers.train.Sgd;
import io.github.lanewise.layers.train.SoftmaxCrossEntropy;
import io.github.lanewise.layers.train.TrainingOptions;
import java.util.Locale;
import picocli.CommandLine.Option;

/** The options of {@code train} that decide by which rule the network learns. */
final class RecipeOptions {
    /** Who moves the parameters. */
    enum Rule {
        SGD,
        NESTEROV,
        ADAMW;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How images are varied. */
    enum Variation {
        NONE,
        STANDARD,
        CUTOUT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final int PADDING = 4;
    private static final int CUTOUT_SIDE = 16;

    @Option(
            names = "--batch",
            paramLabel = "N",
            converter = PositiveInteger.class,
            description = "Images for each step. What does not fill a batch at the end of an epoch is left out, other"
                    + " images each time; tests use all. Default: ${DEFAULT-VALUE}.")
    private int batch = 128;

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            converter = NonNegativeNumber.class,
            description = "The highest learning rate. Default: ${DEFAULT-VALUE}.")
    private double rate = 0.1;

    @Option(
            names = "--schedule",
            paramLabel = "HOW",
            description = "How the rate goes: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private ScheduleName schedule = ScheduleName.COSINE;

    @Option(
            names = "--warm-up",
            paramLabel = "STEPS",
            converter = PositiveInteger.class,
            description = "Steps in which the rate rises from 0 before that. Default: none.")
    private int warmUp;

    @Option(
            names = "--optimiser",
            paramLabel = "RULE",
            description = "${COMPLETION-CANDIDATES}; with a momentum of 0.9. Default: ${DEFAULT-VALUE}.")
    private Rule rule = Rule.SGD;

    @Option(
            names = "--weight-decay",
            paramLabel = "X",
            converter = NonNegativeNumber.class,
            description = "Default: ${DEFAULT-VALUE}.")
    private double weightDecay = 1e-4;

    @Option(
            names = "--label-smoothing",
            paramLabel = "X",
            converter = NonNegativeNumber.class,
            description = "From 0 to less than 1. Default: none.")
    private double labelSmoothing;

    @Option(
            names = "--clip",
            paramLabel = "NORM",
            converter = NonNegativeNumber.class,
            description = "The largest norm of all gradients together. Default: none.")
    private double clip;

    @Option(
            names = "--augment",
            paramLabel = "HOW",
            description = "${COMPLETION-CANDIDATES}: standard pads by 4, crops and mirrors; cutout blanks a square of"
                    + " 16 pixels besides. Default: ${DEFAULT-VALUE}.")
    private Variation variation = Variation.STANDARD;

    /** The options of a training; {@link IllegalArgumentException} if they contradict each other. */
    TrainingOptions.Builder training(long steps) {
        if (warmUp >= steps && warmUp > 0) {
            throw new IllegalArgumentException("--warm-up " + warmUp + " leaves nothing of " + steps + " steps");
        }
        return TrainingOptions.of(optimiser(), schedule.of(rate, steps, warmUp))
                .loss(new SoftmaxCrossEntropy(labelSmoothing))
                .clipping(clip > 0 ? new GradientClipping.ByNorm(clip) : new GradientClipping.None())
                .batch(batch);
    }

    private Optimiser optimiser() {
        return switch (rule) {
            case SGD -> Sgd.of(0.9, weightDecay);
            case NESTEROV -> Sgd.of(0.9, weightDecay).withNesterov();
            case ADAMW -> AdamW.of(weightDecay);
        };
    }

    int batch() {
        return batch;
    }

    /** What happens to the training images. */
    Augmentation augmentation(Network network) {
        Augmentation varied = Augmentation.none();
        if (variation != Variation.NONE) {
            varied = varied.padAndCrop(PADDING).horizontalFlip();
        }
        return (variation == Variation.CUTOUT ? varied.cutout(CUTOUT_SIDE) : varied).normalise(network.preprocessing());
    }
}
