package io.github.lanewise.layers.data;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.Preprocessing;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What happens to an image before a network learns from it, one step after the other; immutable.
 *
 * <p>What chance decides is a function of seed, epoch and number of the image alone. The usual one for CIFAR-10:
 * {@code Augmentation.none().padAndCrop(4).horizontalFlip().normalise(network.preprocessing())}.
 */
public record Augmentation(List<AugmentationStep> steps) {
    private static final Augmentation NONE = new Augmentation(List.of());

    public Augmentation {
        steps = List.copyOf(steps);
    }

    /** Images as they are. */
    public static Augmentation none() {
        return NONE;
    }

    /** And then {@link AugmentationStep.PadAndCrop}. */
    public Augmentation padAndCrop(int pixels) {
        return then(new AugmentationStep.PadAndCrop(pixels));
    }

    /** And then {@link AugmentationStep.HorizontalFlip}. */
    public Augmentation horizontalFlip() {
        return then(new AugmentationStep.HorizontalFlip());
    }

    /** And then {@link AugmentationStep.Cutout}. */
    public Augmentation cutout(int side) {
        return then(new AugmentationStep.Cutout(side));
    }

    /** And then {@link AugmentationStep.Normalise} with the statistics of the channels. */
    public Augmentation normalise(Preprocessing preprocessing) {
        return then(new AugmentationStep.Normalise(preprocessing.channels()));
    }

    private Augmentation then(AugmentationStep step) {
        List<AugmentationStep> more = new ArrayList<>(steps);
        more.add(step);
        return new Augmentation(more);
    }

    /**
     * Changes an image in place, {@code [channels, height, width]} from element {@code at} on.
     *
     * @param imageShape {@code [height, width, channels]}
     * @param index of the image in its data set
     */
    public void apply(float[] planes, int at, Shape imageShape, long seed, long epoch, int index) {
        SplittableRandom random = Seeds.random(seed, epoch, index);
        for (AugmentationStep step : steps) {
            step.apply(planes, at, imageShape, random);
        }
    }
}
