package io.github.lanewise.examples;

/** A picture of 8 bits per channel: red, green and blue of each pixel side by side, row by row. */
final class RgbImage {
    static final int CHANNELS = 3;

    private final int width;
    private final int height;
    private final byte[] samples;

    /** Keeps the samples, {@code [height, width, 3]}, without copying them. */
    RgbImage(int width, int height, byte[] samples) {
        assert samples.length == CHANNELS * width * height;
        this.width = width;
        this.height = height;
        this.samples = samples;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** The samples themselves, not a copy. */
    byte[] samples() {
        return samples;
    }

    /** A sample between 0 and 255. */
    int sample(int x, int y, int channel) {
        return Byte.toUnsignedInt(samples[(y * width + x) * CHANNELS + channel]);
    }
}
