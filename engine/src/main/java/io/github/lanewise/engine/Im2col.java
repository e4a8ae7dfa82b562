package io.github.lanewise.engine;

import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/**
 * The im2col matrix, written out: one row for every output pixel, {@code kernelHeight * kernelWidth * inChannels} columns
 * in the order kernel row, kernel column, channel. A convolution without groups is this matrix times its filters.
 * {@link Convolution} reads the rows in place instead and never builds it.
 */
public final class Im2col {

    /**
     * Writes the matrix.
     *
     * @param input {@code [N, H, W, inChannels]}; taps outside the image are 0, whatever its physical padding holds
     * @param matrix dense, {@code [N * H' * W', kernelHeight * kernelWidth * inChannels]}
     * @throws ShapeException if the shapes do not fit
     */
    public static void run(ConvGeometry geometry, Tensor input, Tensor matrix) {
        Shape output = check(geometry, input.shape(), matrix, "input");
        Access.require("input", input.segment());
        Access.require("matrix", matrix.segment());
        Padding padding = geometry.padding();
        int height = input.shape().dimension(1);
        int width = input.shape().dimension(2);
        long pixelBytes = 4L * geometry.inChannels();
        MemorySegment from = input.segment();
        MemorySegment to = matrix.segment();
        long at = 0;
        for (int image = 0; image < output.dimension(0); image++) {
            for (int y = 0; y < output.dimension(1); y++) {
                for (int x = 0; x < output.dimension(2); x++) {
                    for (int ky = 0; ky < geometry.kernelHeight(); ky++) {
                        int inY = y * geometry.strideHeight() + ky * geometry.dilationHeight() - padding.top();
                        for (int kx = 0; kx < geometry.kernelWidth(); kx++, at += pixelBytes) {
                            int inX = x * geometry.strideWidth() + kx * geometry.dilationWidth() - padding.left();
                            if (inY >= 0 && inY < height && inX >= 0 && inX < width) {
                                MemorySegment.copy(from, input.at(image, inY, inX), to, at, pixelBytes);
                            } else {
                                to.asSlice(at, pixelBytes).fill((byte) 0);
                            }
                        }
                    }
                }
            }
        }
    }

    /** The shape of the output of the convolution, after checking that the matrix belongs to it. */
    static Shape check(ConvGeometry geometry, Shape image, Tensor matrix, String role) {
        Shape output = geometry.outputShape(image);
        long rows = (long) output.dimension(0) * output.dimension(1) * output.dimension(2);
        long columns = (long) geometry.kernelHeight() * geometry.kernelWidth() * geometry.inChannels();
        Shape shape = matrix.shape();
        if (shape.rank() != 2 || shape.dimension(0) != rows || shape.dimension(1) != columns) {
            throw new ShapeException(
                    "im2col of " + role + " " + image + " is a matrix [" + rows + ", " + columns + "], got " + shape);
        }
        return output;
    }

    private Im2col() {}
}
