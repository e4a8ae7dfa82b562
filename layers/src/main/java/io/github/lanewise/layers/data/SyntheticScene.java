package io.github.lanewise.layers.data;

import java.util.SplittableRandom;

/** One generated image: a pattern in some pose and colours, a line across it, a gradient of light, and noise. */
final class SyntheticScene {
    private static final int CHANNELS = 3;

    /** The sum of four independent 16-bit numbers has this mean and this standard deviation. */
    private static final double NOISE_MEAN = 2 * 65535.0;

    private static final double NOISE_DEVIATION = 37837.2;

    private final SyntheticPattern pattern;
    private final int side;
    private final SplittableRandom random;
    private final double[] background;
    private final double[] foreground;
    private final double[] lineColour;
    private final Frame pose;
    private final Frame line;
    private final Frame light;
    private final double noise;

    SyntheticScene(SyntheticPattern pattern, int side, SplittableRandom random) {
        this.pattern = pattern;
        this.side = side;
        this.random = random;
        this.background = colour();
        this.foreground = contrasting(background);
        this.lineColour = colour();
        double unit = side * (pattern.isShape() ? between(0.22, 0.4) : between(0.16, 0.3));
        this.pose = frame(unit, between(0.8, 1.25), 0.16);
        this.line = frame(side * 0.03, 1, 0.4);
        this.light = frame(side, 1, 0);
        this.noise = between(0.02, 0.13);
    }

    /** Draws the image as planes {@code [3, side, side]}; once, because chance goes on. */
    void draw(float[] planes, int at) {
        int plane = side * side;
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                double cover = cover(pattern.distance(pose.u(x, y), pose.v(x, y)), pose.unit());
                double covered = 0.8 * cover(Math.abs(line.u(x, y)) - 0.5, line.unit());
                double brightness = 1 + 0.5 * light.u(x, y);
                for (int channel = 0; channel < CHANNELS; channel++) {
                    double colour = mix(background[channel], foreground[channel], cover);
                    double lit = brightness * mix(colour, lineColour[channel], covered);
                    planes[at + channel * plane + y * side + x] = (float) Math.clamp(lit + noise * normal(), 0, 1);
                }
            }
        }
    }

    /** How much of a pixel lies inside an outline at this distance, in units of so many pixels. */
    private static double cover(double distance, double unit) {
        return Math.clamp(0.5 - distance * unit, 0, 1);
    }

    private static double mix(double from, double to, double share) {
        return from + (to - from) * share;
    }

    /** About normally distributed: the sum of the four quarters of a random number. */
    private double normal() {
        long bits = random.nextLong();
        long sum = (bits & 0xffff) + (bits >>> 16 & 0xffff) + (bits >>> 32 & 0xffff) + (bits >>> 48);
        return (sum - NOISE_MEAN) / NOISE_DEVIATION;
    }

    private double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    private double[] colour() {
        return new double[] {between(0.1, 0.9), between(0.1, 0.9), between(0.1, 0.9)};
    }

    /** A colour that is clearly lighter or darker. */
    private double[] contrasting(double[] other) {
        double[] colour = colour();
        while (Math.abs(lightness(colour) - lightness(other)) < 0.25) {
            colour = colour();
        }
        return colour;
    }

    private static double lightness(double[] colour) {
        return 0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2];
    }

    /** Axes at any angle, with an origin at most {@code off} sides away from the centre in x and y. */
    private Frame frame(double unit, double aspect, double off) {
        double angle = between(0, 2 * Math.PI);
        double x = side * (0.5 + between(-off, off)) - 0.5;
        double y = side * (0.5 + between(-off, off)) - 0.5;
        return new Frame(x, y, StrictMath.cos(angle) / unit, StrictMath.sin(angle) / unit, aspect, unit);
    }

    /** Coordinates of a pattern: pixels turned, moved and divided by the unit. */
    private record Frame(double x, double y, double cos, double sin, double aspect, double unit) {
        double u(int pixelX, int pixelY) {
            return ((pixelX - x) * cos + (pixelY - y) * sin) * aspect;
        }

        double v(int pixelX, int pixelY) {
            return ((pixelY - y) * cos - (pixelX - x) * sin) / aspect;
        }
    }
}
