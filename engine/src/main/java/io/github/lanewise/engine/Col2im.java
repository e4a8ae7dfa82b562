package io.github.lanewise.engine;

import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The adjoint of {@link Im2col}: every element of the matrix is added to the pixel it was taken from. The gradient of a
 * convolution with respect to its input is this, applied to the gradient of the matrix.
 */
public final class Col2im {

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    /**
     * Sums the matrix into the image, which is overwritten; its physical padding is left alone. Each pixel takes its
     * summands in the order of the rows of the matrix.
     *
     * @param matrix dense, {@code [N * H' * W', kernelHeight * kernelWidth * inChannels]}
     * @param image {@code [N, H, W, inChannels]}
     * @throws ShapeException if the shapes do not fit
     */
    public static void run(ConvGeometry geometry, Tensor matrix, Tensor image) {
        Shape output = Im2col.check(geometry, image.shape(), matrix, "image");
        Access.require("matrix", matrix.segment());
        Access.require("image", image.segment());
        image.fill(0);
        Padding padding = geometry.padding();
        int height = image.shape().dimension(1);
        int width = image.shape().dimension(2);
        int channels = geometry.inChannels();
        long at = 0;
        for (int n = 0; n < output.dimension(0); n++) {
            for (int y = 0; y < output.dimension(1); y++) {
                for (int x = 0; x < output.dimension(2); x++) {
                    for (int ky = 0; ky < geometry.kernelHeight(); ky++) {
                        int inY = y * geometry.strideHeight() + ky * geometry.dilationHeight() - padding.top();
                        for (int kx = 0; kx < geometry.kernelWidth(); kx++, at += 4L * channels) {
                            int inX = x * geometry.strideWidth() + kx * geometry.dilationWidth() - padding.left();
                            if (inY >= 0 && inY < height && inX >= 0 && inX < width) {
                                add(matrix.segment(), at, image.segment(), image.at(n, inY, inX), channels);
                            }
                        }
                    }
                }
            }
        }
    }

    private static void add(MemorySegment from, long fromAt, MemorySegment to, long toAt, int floats) {
        for (long i = 0; i < 4L * floats; i += 4) {
            to.set(FLOAT, toAt + i, to.get(FLOAT, toAt + i) + from.get(FLOAT, fromAt + i));
        }
    }

    private Col2im() {}
}
