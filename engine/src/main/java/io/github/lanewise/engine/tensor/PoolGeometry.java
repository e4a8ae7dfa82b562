package io.github.lanewise.engine.tensor;

/**
 * The windows of a two-dimensional pooling. Each padding is smaller than the window, so without dilation every window contains
 * at least one pixel of the image.
 *
 * @param ceilMode whether a last window that reaches beyond the padded image counts as well; it must begin inside the
 *     image or its leading padding (as in PyTorch and ONNX)
 * @param dilationHeight rows from one row of a window to the next
 * @param dilationWidth columns from one column of a window to the next
 */
public record PoolGeometry(
        int kernelHeight,
        int kernelWidth,
        int strideHeight,
        int strideWidth,
        Padding padding,
        boolean ceilMode,
        int dilationHeight,
        int dilationWidth) {

    public PoolGeometry {
        if (kernelHeight < 1 || kernelWidth < 1 || strideHeight < 1 || strideWidth < 1) {
            throw new IllegalArgumentException("kernel and stride must be at least 1, got kernel " + kernelHeight
                    + " x " + kernelWidth + " and stride " + strideHeight + " x " + strideWidth);
        }
        if (dilationHeight < 1 || dilationWidth < 1) {
            throw new IllegalArgumentException(
                    "dilation must be at least 1, got " + dilationHeight + " x " + dilationWidth);
        }
        if (Math.max(padding.top(), padding.bottom()) >= extent(kernelHeight, dilationHeight)
                || Math.max(padding.left(), padding.right()) >= extent(kernelWidth, dilationWidth)) {
            throw new IllegalArgumentException("padding must be smaller than the kernel, got " + padding
                    + " and kernel " + kernelHeight + " x " + kernelWidth);
        }
    }

    /** Without dilation. */
    public PoolGeometry(
            int kernelHeight, int kernelWidth, int strideHeight, int strideWidth, Padding padding, boolean ceilMode) {
        this(kernelHeight, kernelWidth, strideHeight, strideWidth, padding, ceilMode, 1, 1);
    }

    /** Square windows without padding that lie inside the image. */
    public static PoolGeometry of(int kernel, int stride) {
        return new PoolGeometry(kernel, kernel, stride, stride, Padding.NONE, false);
    }

    /** The same padding on all four sides. */
    public PoolGeometry withPadding(int all) {
        return withPadding(Padding.of(all));
    }

    public PoolGeometry withPadding(Padding newPadding) {
        return new PoolGeometry(
                kernelHeight,
                kernelWidth,
                strideHeight,
                strideWidth,
                newPadding,
                ceilMode,
                dilationHeight,
                dilationWidth);
    }

    public PoolGeometry withCeilMode() {
        return new PoolGeometry(
                kernelHeight, kernelWidth, strideHeight, strideWidth, padding, true, dilationHeight, dilationWidth);
    }

    /** A window with gaps may miss the image: its maximum is -∞, its average NaN. */
    public PoolGeometry withDilation(int height, int width) {
        return new PoolGeometry(kernelHeight, kernelWidth, strideHeight, strideWidth, padding, ceilMode, height, width);
    }

    /**
     * Rows of the output for an image of {@code height} rows.
     *
     * @throws ShapeException if the image has no rows or no window fits
     */
    public int outputHeight(int height) {
        return outputExtent(
                "height", height, padding.top(), padding.bottom(), extent(kernelHeight, dilationHeight), strideHeight);
    }

    /** Columns of the output for an image of {@code width} columns; errors as for the height. */
    public int outputWidth(int width) {
        return outputExtent(
                "width", width, padding.left(), padding.right(), extent(kernelWidth, dilationWidth), strideWidth);
    }

    /**
     * {@code [batch, outputHeight, outputWidth, channels]}.
     *
     * @param input {@code [batch, height, width, channels]}
     * @throws ShapeException if the input has another rank or is too small
     */
    public Shape outputShape(Shape input) {
        if (input.rank() != 4) {
            throw new ShapeException("pooling needs an input [batch, height, width, channels], got " + input);
        }
        return Shape.of(
                input.dimension(0),
                outputHeight(input.dimension(1)),
                outputWidth(input.dimension(2)),
                input.dimension(3));
    }

    private int outputExtent(String axis, int size, int before, int after, long extent, int stride) {
        long spare = (long) size + before + after - extent;
        long windows = Math.floorDiv(spare + (ceilMode ? stride - 1 : 0), stride) + 1;
        if (size < 1 || windows < 1) {
            throw new ShapeException(axis + " " + size + " with " + padding + " is too small for windows of "
                    + kernelHeight + " x " + kernelWidth);
        }
        boolean lastBeginsBeyondImage = (windows - 1) * stride >= (long) size + before;
        return Math.toIntExact(lastBeginsBeyondImage ? windows - 1 : windows);
    }

    private static long extent(int kernel, int dilation) {
        return (kernel - 1L) * dilation + 1;
    }
}
