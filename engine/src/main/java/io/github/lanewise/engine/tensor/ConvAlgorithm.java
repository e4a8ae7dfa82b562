package io.github.lanewise.engine.tensor;

/**
 * How a dense convolution is computed. Depthwise and pointwise ones are {@link #DIRECT} and have ways of their own there.
 *
 * <p>Winograd's algorithms F(m x m, 3x3) save products and pay with rounding. With the matrices A, B, G of their
 * interpolation points, C input channels and n = C + 13 an output errs by at most
 * <pre>
 *   γₙ · (|Aᵀ| [Σ_c (|G| |w| |Gᵀ|) ⊙ (|Bᵀ| |d| |B|)] |A| + |bias| + |residual|),   γₙ = n·2⁻²⁴ / (1 - n·2⁻²⁴)
 * </pre>
 * for a filter w and the input tile d. The bracket is at most 7.2 times (2 x 2) or 63 times (4 x 4) that of a direct
 * convolution with weights and pixels of one size; the usual points 0, ±1, ±2 would make that 256. Such bounds are far
 * from what happens: with random numbers the errors are below 1e-6 (2 x 2) and 2e-6 (4 x 4) of the largest output for 64
 * channels, below 3e-6 and 6e-6 for 512, where a direct convolution keeps below 1e-6 and 3e-6.
 */
public enum ConvAlgorithm {

    /** One chain of fused multiply-adds per output. */
    DIRECT(0),

    /** Winograd F(2x2, 3x3): tiles of 2 x 2 outputs with 16 instead of 36 products per pair of channels. */
    WINOGRAD_2X2(2),

    /** Winograd F(4x4, 3x3): tiles of 4 x 4 outputs with 36 instead of 144 products per pair of channels. */
    WINOGRAD_4X4(4);

    private static final int CHANNELS = 16;

    /** Tiles of 4 x 4 from which on large filters are used often enough. */
    private static final int MANY_TILES = 16;

    /** Pairs of channels from which on 36 products of each no longer stay in the caches. */
    private static final int LARGE_FILTERS = 1 << 17;

    private final int tile;

    ConvAlgorithm(int tile) {
        this.tile = tile;
    }

    /** Rows and columns of outputs in a tile of a Winograd convolution; 0 for {@link #DIRECT}. */
    public int tile() {
        return tile;
    }

    /**
     * Whether it computes such convolutions: Winograd's take 3 x 3 kernels with stride and dilation 1, one group, and a
     * multiple of {@value #CHANNELS} input channels.
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
                        && geometry.inChannels() % CHANNELS == 0);
    }

    /**
     * The algorithm that is fastest, on the machine where it was measured, for images of the given size. It follows from
     * these arguments alone, so an image has the same result in every batch and on every machine.
     *
     * @throws ShapeException if the kernel does not fit the padded image
     */
    public static ConvAlgorithm fastest(ConvGeometry geometry, int height, int width) {
        if (!WINOGRAD_4X4.fits(geometry) || geometry.outChannels() < CHANNELS) {
            return DIRECT;
        }
        int rows = geometry.outputHeight(height);
        int columns = geometry.outputWidth(width);
        boolean large = (long) geometry.inChannels() * geometry.outChannels() >= LARGE_FILTERS;
        ConvAlgorithm winograd = large && WINOGRAD_4X4.tiles(rows, columns) < MANY_TILES ? WINOGRAD_2X2 : WINOGRAD_4X4;
        return winograd.savesProducts(rows, columns) ? winograd : DIRECT;
    }

    /** Whether at most 7 tenths of the products are left, with those of tiles that reach beyond the edge. */
    private boolean savesProducts(int rows, int columns) {
        return 10 * tiles(rows, columns) * (tile + 2) * (tile + 2) <= 7 * 9L * rows * columns;
    }

    private long tiles(int rows, int columns) {
        return (long) Math.ceilDiv(rows, tile) * Math.ceilDiv(columns, tile);
    }
}
