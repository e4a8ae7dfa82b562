package io.github.lanewise.layers.data;

/** Pictures for tests. */
final class Rings {
    private Rings() {}

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
