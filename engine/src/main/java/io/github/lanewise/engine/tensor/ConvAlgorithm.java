package io.github.lanewise.engine.tensor;

/** How a dense convolution is computed; depthwise and pointwise ones are {@link #DIRECT} and go their own ways there. */
public enum ConvAlgorithm {

    /** One chain of fused multiply-adds per output. */
    DIRECT(0),

    /** Winograd F(2x2, 3x3): tiles of 2 x 2 outputs with 16 instead of 36 products each. */
    WINOGRAD_2X2(2),

    /** Winograd F(4x4, 3x3): tiles of 4 x 4 outputs with 36 instead of 144 products each. */
    WINOGRAD_4X4(4);

    private static final int LEAST_CHANNELS = 16;

    private final int tile;

    ConvAlgorithm(int tile) {
        this.tile = tile;
    }

    /** Rows and columns of outputs in a tile of a Winograd convolution; 0 for {@link #DIRECT}. */
    public int tile() {
        return tile;
    }

    /**
     * Whether it computes such convolutions: Winograd's take 3 x 3 kernels with stride and dilation 1, one group, and at
     * least {@value #LEAST_CHANNELS} input channels.
     */
    public boolean fits(ConvGeometry geometry) {
        return this == DIRECT
                || (geometry.kernelHeight() == 3
                        && geometry.kernelWidth() == 3
                        && geometry.strideHeight() == 1
                        && geometry.strideWidth() == 1
                        && geometry.dilationHeight() == 1
                        && geometry.dilationWidth() == 1
                        && geometry.groups() == 1
                        && geometry.inChannels() >= LEAST_CHANNELS);
    }

    /**
     * The algorithm that is fastest, on the machines it was measured on, for images of the given size. It follows from
     * these arguments alone, so an image has the same result in every batch and on every machine.
     */
    public static ConvAlgorithm fastest(ConvGeometry geometry, int height, int width) {
        return WINOGRAD_4X4.fits(geometry) ? WINOGRAD_4X4 : DIRECT;
    }
}
