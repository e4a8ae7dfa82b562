package io.github.lanewise.examples;

import java.util.SplittableRandom;

/** Input without meaning, the same on every machine. */
final class Noise {
    private Noise() {}

    /** Values in {@code [-1, 1)}, uniform. */
    static float[] floats(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat(-1, 1);
        }
        return values;
    }

    /** A picture of overlapping rings. */
    static RgbImage image(int width, int height) {
        byte[] samples = new byte[RgbImage.CHANNELS * width * height];
        for (int i = 0; i < samples.length; i++) {
            int channel = i % RgbImage.CHANNELS;
            int x = i / RgbImage.CHANNELS % width - width / 2 * channel;
            int y = i / RgbImage.CHANNELS / width;
            samples[i] = (byte) ((x * x + y * y) >> 6);
        }
        return new RgbImage(width, height, samples);
    }
}
