package io.github.lanewise.engine.reference;

import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Shape;

/** The im2col matrix: one row for every output pixel, which holds the taps that this pixel sees. */
public final class ReferenceIm2col {

    /** Sees which element of the matrix is which element of the images. */
    interface Visitor {
        void visit(int matrixElement, int imageElement);
    }

    /**
     * The matrix.
     *
     * @param shape of the images, {@code [batch, height, width, inChannels]}
     * @return {@code [batch * outputHeight * outputWidth, kernelHeight * kernelWidth * inChannels]}; 0 outside the images
     */
    public static float[] run(ConvGeometry geometry, Shape shape, float[] images) {
        Shape output = geometry.outputShape(shape);
        int rows = output.dimension(0) * output.dimension(1) * output.dimension(2);
        float[] matrix = new float[rows * geometry.kernelHeight() * geometry.kernelWidth() * geometry.inChannels()];
        visit(geometry, shape, (element, source) -> matrix[element] = images[source]);
        return matrix;
    }

    /** Visits all elements of the matrix that lie in an image, in row-major order. */
    static void visit(ConvGeometry geometry, Shape shape, Visitor visitor) {
        Shape output = geometry.outputShape(shape);
        int row = 0;
        for (int image = 0; image < output.dimension(0); image++) {
            for (int y = 0; y < output.dimension(1); y++) {
                for (int x = 0; x < output.dimension(2); x++) {
                    visitRow(geometry, shape, row++, image, y, x, visitor);
                }
            }
        }
    }

    private static void visitRow(
            ConvGeometry geometry, Shape shape, int row, int image, int y, int x, Visitor visitor) {
        int height = shape.dimension(1);
        int width = shape.dimension(2);
        int channels = geometry.inChannels();
        int element = row * geometry.kernelHeight() * geometry.kernelWidth() * channels;
        for (int ky = 0; ky < geometry.kernelHeight(); ky++) {
            int inY = y * geometry.strideHeight()
                    + ky * geometry.dilationHeight()
                    - geometry.padding().top();
            for (int kx = 0; kx < geometry.kernelWidth(); kx++) {
                int inX = x * geometry.strideWidth()
                        + kx * geometry.dilationWidth()
                        - geometry.padding().left();
                boolean inside = inY >= 0 && inY < height && inX >= 0 && inX < width;
                for (int channel = 0; channel < channels; channel++, element++) {
                    if (inside) {
                        visitor.visit(element, ((image * height + inY) * width + inX) * channels + channel);
                    }
                }
            }
        }
    }

    private ReferenceIm2col() {}
}
