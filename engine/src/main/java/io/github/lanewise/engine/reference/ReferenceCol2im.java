package io.github.lanewise.engine.reference;

import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Shape;

/** The adjoint of {@link ReferenceIm2col}: every element of the matrix is added to the pixel it came from. */
public final class ReferenceCol2im {

    /**
     * The images, summed in the row-major order of the matrix.
     *
     * @param shape of the images, {@code [batch, height, width, inChannels]}
     * @param matrix as {@link ReferenceIm2col#run} makes it
     */
    public static float[] run(ConvGeometry geometry, Shape shape, float[] matrix) {
        float[] images = new float[Math.toIntExact(shape.elements())];
        ReferenceIm2col.visit(geometry, shape, (element, target) -> images[target] += matrix[element]);
        return images;
    }

    private ReferenceCol2im() {}
}
