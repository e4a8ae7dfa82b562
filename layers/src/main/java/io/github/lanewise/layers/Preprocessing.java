package io.github.lanewise.layers;

import java.util.List;

/**
 * How a photograph becomes the input of a network: the shorter side is resized to {@code resize} pixels, the centre
 * square of {@code crop} pixels is cut out, and each channel (red, green, blue) is normalised.
 */
public record Preprocessing(int resize, int crop, List<Normalisation> channels) {
    /** {@code (value - mean) / std}, in float32 arithmetic, of a value between 0 and 1. */
    public record Normalisation(float mean, float std) {
        /** The normalised value of a byte between 0 and 255. */
        public float ofByte(int unsignedByte) {
            return of(unsignedByte / 255f);
        }

        /** The normalised value of a value between 0 and 1. */
        public float of(float value) {
            return (value - mean) / std;
        }
    }

    private static final List<Normalisation> IMAGENET_STATISTICS = List.of(
            new Normalisation(0.485f, 0.229f), new Normalisation(0.456f, 0.224f), new Normalisation(0.406f, 0.225f));

    /** Of torchvision's classification networks. */
    public static final Preprocessing IMAGENET = new Preprocessing(256, 224, IMAGENET_STATISTICS);

    /** Of the CIFAR-10 networks of akamaster/pytorch_resnet_cifar10, which use the statistics of ImageNet. */
    public static final Preprocessing CIFAR10 = new Preprocessing(32, 32, IMAGENET_STATISTICS);

    public Preprocessing {
        if (crop < 1 || resize < crop) {
            throw new IllegalArgumentException("crop " + crop + " from a shorter side of " + resize);
        }
        channels = List.copyOf(channels);
    }
}
