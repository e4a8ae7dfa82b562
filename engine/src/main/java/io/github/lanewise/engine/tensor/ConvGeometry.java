package io.github.lanewise.engine.tensor;

/**
 * Everything that determines a two-dimensional convolution but the numbers and the size of the image.
 *
 * <p>{@code out[n, y, x, o] = Σ in[n, y·stride + ky·dilation - top, x·stride + kx·dilation - left, c] · w[o, ky, kx, c]}
 * over all ky, kx and the c of the group of o; pixels outside the image are 0. Kernels are not mirrored.
 */
public record ConvGeometry(
        int inChannels,
        int outChannels,
        int kernelHeight,
        int kernelWidth,
        int strideHeight,
        int strideWidth,
        Padding padding,
        int dilationHeight,
        int dilationWidth,
        int groups) {

    public ConvGeometry {
        requirePositive("inChannels", inChannels);
        requirePositive("outChannels", outChannels);
        requirePositive("kernelHeight", kernelHeight);
        requirePositive("kernelWidth", kernelWidth);
        requirePositive("strideHeight", strideHeight);
        requirePositive("strideWidth", strideWidth);
        requirePositive("dilationHeight", dilationHeight);
        requirePositive("dilationWidth", dilationWidth);
        requirePositive("groups", groups);
        if (inChannels % groups != 0 || outChannels % groups != 0) {
            throw new IllegalArgumentException("groups must divide the channels, got " + groups + " groups, "
                    + inChannels + " inChannels and " + outChannels + " outChannels");
        }
    }

    /** A square kernel with stride 1, without padding, dilation or groups. */
    public static ConvGeometry of(int inChannels, int outChannels, int kernel) {
        return new ConvGeometry(inChannels, outChannels, kernel, kernel, 1, 1, Padding.NONE, 1, 1, 1);
    }

    public ConvGeometry withStride(int stride) {
        return withStride(stride, stride);
    }

    public ConvGeometry withStride(int height, int width) {
        return new ConvGeometry(
                inChannels,
                outChannels,
                kernelHeight,
                kernelWidth,
                height,
                width,
                padding,
                dilationHeight,
                dilationWidth,
                groups);
    }

    /** The same padding on all four sides. */
    public ConvGeometry withPadding(int all) {
        return withPadding(Padding.of(all));
    }

    public ConvGeometry withPadding(Padding newPadding) {
        return new ConvGeometry(
                inChannels,
                outChannels,
                kernelHeight,
                kernelWidth,
                strideHeight,
                strideWidth,
                newPadding,
                dilationHeight,
                dilationWidth,
                groups);
    }

    /**
     * The padding with which an output has {@code ⌈height / stride⌉} rows, columns alike, for the present kernel and
     * dilation. It does not depend on the image; where it is odd the larger half goes below and to the right.
     */
    public ConvGeometry withSamePadding() {
        int vertical = Math.toIntExact(spread(kernelHeight, dilationHeight));
        int horizontal = Math.toIntExact(spread(kernelWidth, dilationWidth));
        int top = vertical / 2;
        int left = horizontal / 2;
        return withPadding(new Padding(top, left, vertical - top, horizontal - left));
    }

    public ConvGeometry withDilation(int dilation) {
        return withDilation(dilation, dilation);
    }

    public ConvGeometry withDilation(int height, int width) {
        return new ConvGeometry(
                inChannels,
                outChannels,
                kernelHeight,
                kernelWidth,
                strideHeight,
                strideWidth,
                padding,
                height,
                width,
                groups);
    }

    /** Output channels of group g see only the input channels of group g. */
    public ConvGeometry withGroups(int newGroups) {
        return new ConvGeometry(
                inChannels,
                outChannels,
                kernelHeight,
                kernelWidth,
                strideHeight,
                strideWidth,
                padding,
                dilationHeight,
                dilationWidth,
                newGroups);
    }

    /**
     * Rows of the output for an image of {@code height} rows.
     *
     * @throws ShapeException if the kernel does not fit the padded image
     */
    public int outputHeight(int height) {
        long spare = (long) height + padding.top() + padding.bottom() - extent(kernelHeight, dilationHeight);
        return outputExtent("height", height, spare, strideHeight);
    }

    /** Columns of the output for an image of {@code width} columns; errors as for the height. */
    public int outputWidth(int width) {
        long spare = (long) width + padding.left() + padding.right() - extent(kernelWidth, dilationWidth);
        return outputExtent("width", width, spare, strideWidth);
    }

    /**
     * {@code [batch, outputHeight, outputWidth, outChannels]}.
     *
     * @param input {@code [batch, height, width, inChannels]}
     * @throws ShapeException if the input has another rank or number of channels, or is too small
     */
    public Shape outputShape(Shape input) {
        if (input.rank() != 4 || input.dimension(3) != inChannels) {
            throw new ShapeException("weights " + weightShape() + (groups == 1 ? "" : " in " + groups + " groups")
                    + " need an input [*, *, *, " + inChannels + "], got " + input);
        }
        return Shape.of(
                input.dimension(0), outputHeight(input.dimension(1)), outputWidth(input.dimension(2)), outChannels);
    }

    /**
     * Whether {@code output} is the {@link #outputShape} of {@code input}; compares without making that, which would be an
     * allocation per call.
     *
     * @throws ShapeException if the image is too small
     */
    public boolean connects(Shape input, Shape output) {
        return input.rank() == 4
                && input.dimension(3) == inChannels
                && output.rank() == 4
                && output.dimension(0) == input.dimension(0)
                && output.dimension(1) == outputHeight(input.dimension(1))
                && output.dimension(2) == outputWidth(input.dimension(2))
                && output.dimension(3) == outChannels;
    }

    /** {@code [outChannels, kernelHeight, kernelWidth, inChannels / groups]}. */
    public Shape weightShape() {
        return Shape.of(outChannels, kernelHeight, kernelWidth, inChannels / groups);
    }

    /** Whether each output pixel sees one input pixel with all its channels; the stride may be larger than 1. */
    public boolean isPointwise() {
        return kernelHeight == 1 && kernelWidth == 1 && groups == 1;
    }

    /** Whether every channel is convolved by itself and there are at least two. */
    public boolean isDepthwise() {
        return groups > 1 && groups == inChannels && groups == outChannels;
    }

    /** Whether the gradient of the input is a convolution too: with stride 1, and no padding beyond the kernel. */
    public boolean hasAdjoint() {
        return strideHeight == 1
                && strideWidth == 1
                && spread(kernelHeight, dilationHeight) >= Math.max(padding.top(), padding.bottom())
                && spread(kernelWidth, dilationWidth) >= Math.max(padding.left(), padding.right());
    }

    /**
     * The convolution that leads from the gradient of the output to that of the input; its filters are
     * {@code w'[c, ky, kx, o] = w[o, kernelHeight - 1 - ky, kernelWidth - 1 - kx, c]}.
     *
     * @throws IllegalStateException if there is none, see {@link #hasAdjoint}
     */
    public ConvGeometry adjoint() {
        if (!hasAdjoint()) {
            throw new IllegalStateException("no convolution is the adjoint of " + this);
        }
        int vertical = Math.toIntExact(spread(kernelHeight, dilationHeight));
        int horizontal = Math.toIntExact(spread(kernelWidth, dilationWidth));
        return new ConvGeometry(
                outChannels,
                inChannels,
                kernelHeight,
                kernelWidth,
                1,
                1,
                new Padding(
                        vertical - padding.top(),
                        horizontal - padding.left(),
                        vertical - padding.bottom(),
                        horizontal - padding.right()),
                dilationHeight,
                dilationWidth,
                groups);
    }

    /** Multiply-adds for this input, padding included. */
    public long multiplyAdds(Shape input) {
        long taps = Math.multiplyExact((long) kernelHeight * kernelWidth, inChannels / groups);
        return Math.multiplyExact(outputShape(input).elements(), taps);
    }

    private int outputExtent(String axis, int size, long spare, int stride) {
        if (size < 0 || spare < 0) {
            throw new ShapeException(axis + " " + size + " with " + padding + " is too small for weights "
                    + weightShape() + " with dilation " + dilationHeight + " x " + dilationWidth);
        }
        return Math.toIntExact(spare / stride + 1);
    }

    private static long extent(int kernel, int dilation) {
        return spread(kernel, dilation) + 1;
    }

    /** From the first tap to the last. */
    private static long spread(int kernel, int dilation) {
        return (kernel - 1L) * dilation;
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, got " + value);
        }
    }
}
