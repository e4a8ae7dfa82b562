package io.github.lanewise.engine.conv;

import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * One call of the gradient of 3 x 3 filters in the Winograd domain, the adjoint of F(4x4, 3x3):
 * {@code dW = Gᵀ [Σ (A dY Aᵀ) ⊙ (Bᵀ d B)] G}, summed over all tiles of 4 x 4 outputs. Tiles, counted over all images, make
 * chains of {@value #CHAIN_TILES} for every point.
 */
public final class WinogradGradientCall extends GradientCall {

    private static final int CHAIN_TILES = 256;

    /** Tiles that are transformed before their products are summed; divides a chain. No bit depends on it. */
    private static final int BLOCK_TILES = 64;

    private final KernelSet kernels;
    private final GradientTileBlock[] blocks;
    private final float[] zeros;
    private @Nullable WinogradGrid grid;

    public WinogradGradientCall(ConvGeometry geometry, KernelSet kernels) {
        this(geometry, kernels, GradientTileBlock.all(geometry, kernels.pixels()));
    }

    private WinogradGradientCall(ConvGeometry geometry, KernelSet kernels, GradientTileBlock[] blocks) {
        super(geometry, blocks, (long) GradientTileBlock.POINTS * geometry.inChannels() * geometry.outChannels());
        this.kernels = kernels;
        this.blocks = blocks;
        zeros = new float[kernels.pixels().rows() * kernels.pixels().columns()];
    }

    @Override
    int cut(Tensor newOutputGradient) {
        WinogradGrid newGrid = grid;
        if (newGrid == null || !newGrid.fits(newOutputGradient)) {
            newGrid = WinogradGrid.of(geometry(), GradientTileBlock.OUTPUTS, newOutputGradient);
            grid = newGrid;
        }
        return Math.ceilDiv(newGrid.tiles(), CHAIN_TILES);
    }

    @Override
    void sum(int index, int chain, GradientScratch.Lane lane) {
        if (grid == null) {
            throw new IllegalStateException("compute before begin");
        }
        GradientTileBlock block = blocks[index];
        int first = chain * CHAIN_TILES;
        int end = Math.min(grid.tiles(), first + CHAIN_TILES);
        for (int tile = first; tile < end; tile += BLOCK_TILES) {
            int count = Math.min(BLOCK_TILES, end - tile);
            lane.tiles().take(kernels, block, grid, x(), outputGradient(), tile, count);
            lane.tiles().accumulate(kernels.pixels(), block, tile == first, zeros, lane.sums());
        }
    }

    @Override
    void toFilters(int index, int panel, double[] total, GradientScratch.Lane lane) {
        lane.filterGradient().transform(blocks[index], panel, total, lane.filters());
    }
}
