package io.github.lanewise.engine.tensor;

/**
 * Where the pixels of a resized image come from.
 *
 * @param scaleHeight rows of the output for one of the input, as a file gives it; output rows / input rows if it gives sizes
 * @param scaleWidth the same for columns
 */
public record ResizeGeometry(
        Method method, Coordinates coordinates, Rounding rounding, double scaleHeight, double scaleWidth) {

    /** How a pixel is made from those around its place. */
    public enum Method {
        /** The one that {@link Rounding} picks. */
        NEAREST,
        /** The average of the four around it, weighted by nearness. */
        LINEAR
    }

    /** The place in the input of output pixel i; s is the scale, n and m are the extents of input and output, m = s n. */
    public enum Coordinates {
        /** {@code (i + ½) / s - ½}. */
        HALF_PIXEL,
        /** {@code (i + ½) / s - ½ + n/2 · (1 - ⌊m⌋ / m)}. */
        HALF_PIXEL_SYMMETRIC,
        /** {@code (i + ½) / s - ½}, but -½ if the output has one pixel. */
        PYTORCH_HALF_PIXEL,
        /** {@code (i + ½) / s}. */
        TF_HALF_PIXEL_FOR_NN,
        /** {@code i / s}. */
        ASYMMETRIC,
        /** {@code i (n - 1) / (m - 1)}, 0 if m is 1. */
        ALIGN_CORNERS
    }

    /** The pixel that is nearest to a place. */
    public enum Rounding {
        /** The nearest, of two the lower. */
        ROUND_PREFER_FLOOR,
        /** The nearest, of two the upper. */
        ROUND_PREFER_CEIL,
        FLOOR,
        CEIL
    }

    public ResizeGeometry {
        if (!(scaleHeight > 0 && scaleHeight < Double.POSITIVE_INFINITY)
                || !(scaleWidth > 0 && scaleWidth < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "scales must be positive and finite, got " + scaleHeight + " x " + scaleWidth);
        }
    }

    /** The place of output row {@code y} in an input of {@code height} rows; may lie outside. */
    public double sourceRow(int y, int height, int outputHeight) {
        return source(y, scaleHeight, height, outputHeight);
    }

    /** The place of output column {@code x} in an input of {@code width} columns; may lie outside. */
    public double sourceColumn(int x, int width, int outputWidth) {
        return source(x, scaleWidth, width, outputWidth);
    }

    /** The nearest pixel of {@code size} to a place. */
    public int nearest(double place, int size) {
        double pixel = switch (rounding) {
            case ROUND_PREFER_FLOOR -> Math.ceil(place - 0.5);
            case ROUND_PREFER_CEIL -> Math.floor(place + 0.5);
            case FLOOR -> Math.floor(place);
            case CEIL -> Math.ceil(place);
        };
        return (int) Math.clamp(pixel, 0, size - 1);
    }

    private double source(int i, double scale, int size, int outputSize) {
        double extent = scale * size;
        return switch (coordinates) {
            case HALF_PIXEL -> (i + 0.5) / scale - 0.5;
            case HALF_PIXEL_SYMMETRIC -> size / 2.0 * (1 - outputSize / extent) + (i + 0.5) / scale - 0.5;
            case PYTORCH_HALF_PIXEL -> outputSize == 1 ? -0.5 : (i + 0.5) / scale - 0.5;
            case TF_HALF_PIXEL_FOR_NN -> (i + 0.5) / scale;
            case ASYMMETRIC -> i / scale;
            case ALIGN_CORNERS -> extent == 1 ? 0 : (double) i * (size - 1) / (extent - 1);
        };
    }
}
