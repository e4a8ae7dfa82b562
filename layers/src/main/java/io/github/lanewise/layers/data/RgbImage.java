package io.github.lanewise.layers.data;

/** A picture of 8 bits per channel: red, green and blue of each pixel side by side, row by row. */
public final class RgbImage {
    /** Red, green and blue. */
    public static final int CHANNELS = 3;

    private final int width;
    private final int height;
    private final byte[] samples;

    /** Keeps the samples, {@code [height, width, 3]}, without copying them. */
    public RgbImage(int width, int height, byte[] samples) {
        if (samples.length != CHANNELS * width * height) {
            throw new IllegalArgumentException(samples.length + " samples for " + width + " x " + height + " pixels");
        }
        this.width = width;
        this.height = height;
        this.samples = samples;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** The samples themselves, not a copy. */
    public byte[] samples() {
        return samples;
    }

    /** A sample between 0 and 255. */
    public int sample(int x, int y, int channel) {
        return Byte.toUnsignedInt(samples[(y * width + x) * CHANNELS + channel]);
    }
}
