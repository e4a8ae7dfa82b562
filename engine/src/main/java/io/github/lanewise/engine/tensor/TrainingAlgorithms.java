package io.github.lanewise.engine.tensor;

/**
 * How a convolution in training is computed: forward, and the gradient of its input, which is a convolution of the output's
 * gradient by {@link ConvGeometry#adjoint}.
 *
 * @param forward computes the convolution
 * @param inputGradient computes its adjoint
 * @param weightGradient computes the gradient of the weights, {@link ConvAlgorithm#DIRECT} or
 *     {@link ConvAlgorithm#WINOGRAD_4X4}, with tiles of 4 x 4 of the output's gradient
 */
public record TrainingAlgorithms(ConvAlgorithm forward, ConvAlgorithm inputGradient, ConvAlgorithm weightGradient) {

    /** One chain of fused multiply-adds for every element. */
    public static final TrainingAlgorithms DIRECT =
            new TrainingAlgorithms(ConvAlgorithm.DIRECT, ConvAlgorithm.DIRECT, ConvAlgorithm.DIRECT);

    /**
     * Those that {@link ConvAlgorithm#fastest} names, so that forward has the bits of a model that was compiled for such
     * images. They follow from these arguments alone, never from batch or threads.
     *
     * @throws ShapeException if the kernel does not fit the padded image
     */
    public static TrainingAlgorithms fastest(ConvGeometry geometry, int height, int width) {
        ConvAlgorithm forward = ConvAlgorithm.fastest(geometry, height, width);
        ConvAlgorithm adjoint = geometry.hasAdjoint()
                ? ConvAlgorithm.fastest(geometry.adjoint(), geometry.outputHeight(height), geometry.outputWidth(width))
                : ConvAlgorithm.DIRECT;
        ConvAlgorithm gradient = forward == ConvAlgorithm.DIRECT ? forward : ConvAlgorithm.WINOGRAD_4X4;
        return new TrainingAlgorithms(forward, adjoint, gradient);
    }

    /** Whether they compute such convolutions. */
    public boolean fits(ConvGeometry geometry) {
        boolean adjoint = inputGradient == ConvAlgorithm.DIRECT
                || (geometry.hasAdjoint() && inputGradient.fits(geometry.adjoint()));
        return forward.fits(geometry)
                && adjoint
                && weightGradient != ConvAlgorithm.WINOGRAD_2X2
                && weightGradient.fits(geometry);
    }
}
