package io.github.lanewise.layers.data;

/**
 * Bilinear resizing with antialiasing, to the bit as Pillow does it, and so torchvision on Pillow's images.
 *
 * <p>Along one axis, with {@code scale = oldLength / newLength}, output i is the mean of the inputs weighted by a
 * triangle of radius {@code max(1, scale)} around {@code (i + 0.5) * scale}. Columns come before rows; both passes
 * round to 8 bits and weigh in fixed point with 22 bits after the point.
 *
 * <p>Source: Pillow, {@code src/libImaging/Resample.c}.
 */
final class BilinearResize {
    private static final int FRACTION_BITS = 22;
    private static final int ONE_HALF = 1 << (FRACTION_BITS - 1);

    private BilinearResize() {}

    static RgbImage resize(RgbImage image, int width, int height) {
        byte[] columns = resample(image.samples(), image.height(), image.width(), RgbImage.CHANNELS, width);
        byte[] rows = resample(columns, 1, image.height(), width * RgbImage.CHANNELS, height);
        return new RgbImage(width, height, rows);
    }

    /** From {@code [outer, length, inner]} to {@code [outer, newLength, inner]}. */
    private static byte[] resample(byte[] samples, int outer, int length, int inner, int newLength) {
        if (newLength == length) {
            return samples;
        }
        byte[] result = new byte[Math.multiplyExact(outer * newLength, inner)];
        double scale = (double) length / newLength;
        double radius = Math.max(1, scale);
        for (int i = 0; i < newLength; i++) {
            double centre = (i + 0.5) * scale;
            int first = Math.max(0, (int) (centre - radius + 0.5));
            int end = Math.min(length, (int) (centre + radius + 0.5));
            int[] weights = weights(first, end, centre, radius);
            for (int block = 0; block < outer; block++) {
                int from = (block * length + first) * inner;
                int to = (block * newLength + i) * inner;
                for (int at = 0; at < inner; at++) {
                    result[to + at] = weightedMean(samples, from + at, inner, weights);
                }
            }
        }
        return result;
    }

    private static int[] weights(int first, int end, double centre, double radius) {
        double[] triangle = new double[end - first];
        double sum = 0;
        for (int i = 0; i < triangle.length; i++) {
            double distance = Math.abs((first + i - centre + 0.5) * (1 / radius));
            triangle[i] = Math.max(0, 1 - distance);
            sum += triangle[i];
        }
        int[] weights = new int[triangle.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (int) (0.5 + triangle[i] / sum * (1 << FRACTION_BITS));
        }
        return weights;
    }

    private static byte weightedMean(byte[] samples, int from, int step, int[] weights) {
        int sum = ONE_HALF;
        for (int i = 0; i < weights.length; i++) {
            sum += Byte.toUnsignedInt(samples[from + i * step]) * weights[i];
        }
        return (byte) Math.clamp(sum >> FRACTION_BITS, 0, 255);
    }
}
