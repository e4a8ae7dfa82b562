package io.github.lanewise.engine.reference;

import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.engine.tensor.Shape;

/** Pooling over NHWC images, channel by channel. */
public final class ReferencePooling {

    /** What becomes of one window, whose upper left pixel may lie in the padding. */
    private interface Window {
        float reduce(int image, int top, int left, int channel);
    }

    /** The largest pixel of the image in each window, by {@link Math#max}: NaN wins, 0 wins over -0. */
    public static float[] max(PoolGeometry geometry, Shape shape, float[] input) {
        return forEachWindow(geometry, shape, (image, top, left, channel) -> {
            float largest = Float.NEGATIVE_INFINITY;
            for (int ky = 0; ky < geometry.kernelHeight(); ky++) {
                for (int kx = 0; kx < geometry.kernelWidth(); kx++) {
                    int y = top + ky * geometry.dilationHeight();
                    int x = left + kx * geometry.dilationWidth();
                    if (inside(shape, y, x)) {
                        largest = Math.max(largest, input[at(shape, image, y, x, channel)]);
                    }
                }
            }
            return largest;
        });
    }

    /**
     * The sum of each window in float32, row by row and beginning at 0, divided by the number of its pixels.
     *
     * @param countPadding whether pixels of the padding count as well; those beyond it, in ceil mode, never do
     */
    public static float[] average(PoolGeometry geometry, boolean countPadding, Shape shape, float[] input) {
        int countedHeight = shape.dimension(1) + geometry.padding().bottom();
        int countedWidth = shape.dimension(2) + geometry.padding().right();
        return forEachWindow(geometry, shape, (image, top, left, channel) -> {
            float sum = 0;
            int count = 0;
            for (int ky = 0; ky < geometry.kernelHeight(); ky++) {
                for (int kx = 0; kx < geometry.kernelWidth(); kx++) {
                    int y = top + ky * geometry.dilationHeight();
                    int x = left + kx * geometry.dilationWidth();
                    boolean inside = inside(shape, y, x);
                    if (inside) {
                        sum += input[at(shape, image, y, x, channel)];
                    }
                    if (inside || (countPadding && y < countedHeight && x < countedWidth)) {
                        count++;
                    }
                }
            }
            return sum / count;
        });
    }

    /** The largest pixel of each image, {@code [batch, channels]}. */
    public static float[] globalMax(Shape shape, float[] input) {
        return max(wholeImage(shape), shape, input);
    }

    /** The average of each image, {@code [batch, channels]}. */
    public static float[] globalAverage(Shape shape, float[] input) {
        return average(wholeImage(shape), false, shape, input);
    }

    private static PoolGeometry wholeImage(Shape shape) {
        return new PoolGeometry(shape.dimension(1), shape.dimension(2), 1, 1, Padding.NONE, false);
    }

    private static float[] forEachWindow(PoolGeometry geometry, Shape shape, Window window) {
        Shape output = geometry.outputShape(shape);
        float[] result = new float[Math.toIntExact(output.elements())];
        int at = 0;
        for (int image = 0; image < output.dimension(0); image++) {
            for (int y = 0; y < output.dimension(1); y++) {
                for (int x = 0; x < output.dimension(2); x++) {
                    int top = y * geometry.strideHeight() - geometry.padding().top();
                    int left = x * geometry.strideWidth() - geometry.padding().left();
                    for (int channel = 0; channel < output.dimension(3); channel++) {
                        result[at++] = window.reduce(image, top, left, channel);
                    }
                }
            }
        }
        return result;
    }

    private static boolean inside(Shape shape, int y, int x) {
        return y >= 0 && y < shape.dimension(1) && x >= 0 && x < shape.dimension(2);
    }

    private static int at(Shape shape, int image, int y, int x, int channel) {
        return ((image * shape.dimension(1) + y) * shape.dimension(2) + x) * shape.dimension(3) + channel;
    }

    private ReferencePooling() {}
}
