package io.github.lanewise.engine.tensor;

/**
 * The windows of a two-dimensional pooling. Every window contains at least one pixel of the image, so each padding is
 * smaller than the kernel.
 *
 * @param ceilMode whether a last window that reaches beyond the padded image counts as well; it must begin inside the
 *     image or its leading padding (as in PyTorch and ONNX)
 */
public record PoolGeometry(
        int kernelHeight, int kernelWidth, int strideHeight, int strideWidth, Padding padding, boolean ceilMode) {

    public PoolGeometry {
        if (kernelHeight < 1 || kernelWidth < 1 || strideHeight < 1 || strideWidth < 1) {
            throw new IllegalArgumentException("kernel and stride must be at least 1, got kernel " + kernelHeight
                    + " x " + kernelWidth + " and stride " + strideHeight + " x " + strideWidth);
        }
        if (Math.max(padding.top(), padding.bottom()) >= kernelHeight
                || Math.max(padding.left(), padding.right()) >= kernelWidth) {
            throw new IllegalArgumentException("padding must be smaller than the kernel, got " + padding
                    + " and kernel " + kernelHeight + " x " + kernelWidth);
        }
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
        return new PoolGeometry(kernelHeight, kernelWidth, strideHeight, strideWidth, newPadding, ceilMode);
    }

    public PoolGeometry withCeilMode() {
        return new PoolGeometry(kernelHeight, kernelWidth, strideHeight, strideWidth, padding, true);
    }

    /**
     * Rows of the output for an image of {@code height} rows.
     *
     * @throws ShapeException if the image has no rows or no window fits
     */
    public int outputHeight(int height) {
        return outputExtent("height", height, padding.top(), padding.bottom(), kernelHeight, strideHeight);
    }

    /** Columns of the output for an image of {@code width} columns; errors as for the height. */
    public int outputWidth(int width) {
        return outputExtent("width", width, padding.left(), padding.right(), kernelWidth, strideWidth);
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

    private int outputExtent(String axis, int size, int before, int after, int kernel, int stride) {
        long spare = (long) size + before + after - kernel;
        long windows = Math.floorDiv(spare + (ceilMode ? stride - 1 : 0), stride) + 1;
        if (size < 1 || windows < 1) {
            throw new ShapeException(axis + " " + size + " with " + padding + " is too small for windows of "
                    + kernelHeight + " x " + kernelWidth);
        }
        boolean lastBeginsBeyondImage = (windows - 1) * stride >= (long) size + before;
        return Math.toIntExact(lastBeginsBeyondImage ? windows - 1 : windows);
    }
}
