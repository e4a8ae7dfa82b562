package io.github.lanewise.engine.tensor;

/**
 * How a convolution in training is computed: forward, and the gradient of its input, which is a convolution of the output's
 * gradient by {@link ConvGeometry#adjoint}.
 *
 * @param forward computes the convolution
 * @param inputGradient computes its adjoint
 */
public record TrainingAlgorithms(ConvAlgorithm forward, ConvAlgorithm inputGradient) {

    /** One chain of fused multiply-adds for every element. */
    public static final TrainingAlgorithms DIRECT = new TrainingAlgorithms(ConvAlgorithm.DIRECT, ConvAlgorithm.DIRECT);

    /**
     * Those that {@link ConvAlgorithm#fastest} names, so that forward has the bits of a model that was compiled for such
     * images. They follow from these arguments alone, never from batch or threads.
     *
     * @throws ShapeException if the kernel does not fit the padded image
     */
    public static TrainingAlgorithms fastest(ConvGeometry geometry, int height, int width) {
        ConvAlgorithm forward = ConvAlgorithm.fastest(geometry, height, width);
        if (!geometry.hasAdjoint()) {
            return new TrainingAlgorithms(forward, ConvAlgorithm.DIRECT);
        }
        int outputHeight = geometry.outputHeight(height);
        int outputWidth = geometry.outputWidth(width);
        return new TrainingAlgorithms(forward, ConvAlgorithm.fastest(geometry.adjoint(), outputHeight, outputWidth));
    }

    /** Whether they compute such convolutions. */
    public boolean fits(ConvGeometry geometry) {
        boolean adjoint = inputGradient == ConvAlgorithm.DIRECT
                || (geometry.hasAdjoint() && inputGradient.fits(geometry.adjoint()));
        return forward.fits(geometry) && adjoint;
    }
}
