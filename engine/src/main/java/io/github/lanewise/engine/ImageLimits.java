package io.github.lanewise.engine;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;

/** How large the images of one convolution may be; larger ones are refused with a {@link ShapeException}. */
final class ImageLimits {

    /** Half of what an {@code int} counts, for counts are rounded up to whole blocks. */
    static final long MOST = 1L << 30;

    private ImageLimits() {}

    /** Requires that the pixels of all images can be counted. */
    static void requirePixels(String role, Shape images) {
        require((long) images.dimension(0) * images.dimension(1) * images.dimension(2), "pixels", role, images);
    }

    /** Requires that the floats of one row of pixels can be counted. */
    static void requireRow(String role, Shape images) {
        require((long) images.dimension(2) * images.dimension(3), "floats in a row of pixels", role, images);
    }

    private static void require(long count, String what, String role, Shape images) {
        if (count > MOST) {
            throw new ShapeException("convolution takes up to " + MOST + " " + what + " in one call, got " + count
                    + " in " + role + " " + images + "; use smaller batches or images");
        }
    }
}
