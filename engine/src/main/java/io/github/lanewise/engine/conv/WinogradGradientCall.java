package io.github.lanewise.engine.conv;

import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One call of the gradient of 3 x 3 filters in the Winograd domain, the adjoint of F(4x4, 3x3):
 * {@code dW = Gᵀ [Σ (A dY Aᵀ) ⊙ (Bᵀ d B)] G}, summed over all tiles of 4 x 4 outputs.
 *
 * <p>Tiles, counted over all images, make chains of {@value #CHAIN_TILES}: each a chain of fused multiply-adds in float32 for every
 * point. Chains are added in float64, in order, within a slice of them, and the slices in order. Where chains and slices begin
 * follows from the shapes alone. Parts are the blocks of the gradient times the slices.
 */
public final class WinogradGradientCall implements GradientCall {

    private static final Tensor NOTHING = Tensor.view(MemorySegment.NULL, Shape.of(0, 0, 0, 0), Padding.NONE);

    private static final int CHAIN_TILES = 256;

    /** Tiles that are transformed before their products are summed; divides a chain. No bit depends on it. */
    private static final int BLOCK_TILES = 64;

    private static final int MOST_SLICES = 16;

    /** Sums of all slices together: what is kept until they are joined. */
    private static final int SLICED_SUMS = 1 << 19;

    private final ConvGeometry geometry;
    private final KernelSet kernels;
    private final GradientTileBlock[] blocks;
    private final int mostSlices;
    private final int mostPanels;
    private final float[] zeros;
    private final PaddedInput padded;
    private GradientScratch scratch = GradientScratch.NONE;
    private FilterGradient[] filters = {};
    private @Nullable WinogradGrid grid;
    private Tensor x = NOTHING;
    private Tensor outputGradient = NOTHING;
    private Tensor weightGradient = NOTHING;
    private int chains;
    private int slices;

    public WinogradGradientCall(ConvGeometry geometry, KernelSet kernels) {
        this.geometry = geometry;
        this.kernels = kernels;
        padded = new PaddedInput(geometry.padding());
        blocks = GradientTileBlock.all(geometry, kernels.pixels());
        mostPanels = blocks[0].panels();
        zeros = new float[kernels.pixels().rows() * kernels.pixels().columns()];
        int few = Math.clamp(SLICED_SUMS / ((long) blocks.length * blocks[0].sums()), 1, MOST_SLICES);
        mostSlices = Integer.highestOneBit(few);
    }

    @Override
    public void begin(Tensor newX, Tensor newOutputGradient, Tensor newWeightGradient, int threads) {
        x = padded.of(newX);
        outputGradient = newOutputGradient;
        weightGradient = newWeightGradient;
        WinogradGrid newGrid = grid;
        if (newGrid == null || !newGrid.fits(outputGradient)) {
            newGrid = WinogradGrid.of(geometry, GradientTileBlock.OUTPUTS, outputGradient);
            grid = newGrid;
        }
        chains = Math.ceilDiv(newGrid.tiles(), CHAIN_TILES);
        slices = Math.clamp(chains, 1, mostSlices);
        scratch = GradientScratch.acquire();
        scratch.prepare(threads, slices == 1 ? threads : parts(), blocks[0].sums(), 0);
        if (filters.length < threads) {
            filters = Arrays.copyOf(filters, threads);
            for (int i = 0; i < threads; i++) {
                filters[i] = new FilterGradient(blocks[0]);
            }
        }
    }

    @Override
    public void end() {
        x = NOTHING;
        outputGradient = NOTHING;
        weightGradient = NOTHING;
        scratch.release();
        scratch = GradientScratch.NONE;
    }

    @Override
    public int parts() {
        return blocks.length * slices;
    }

    /** Sums one slice of one block. */
    @Override
    public void compute(int part, int laneIndex) {
        if (grid == null) {
            throw new IllegalStateException("compute before begin");
        }
        GradientScratch.Lane lane = scratch.lane(laneIndex);
        GradientTileBlock block = blocks[part / slices];
        int slice = part % slices;
        double[] total = scratch.total(slices == 1 ? laneIndex : part);
        Arrays.fill(total, 0, block.sums(), 0);
        int lastChain = (int) ((long) chains * (slice + 1) / slices);
        for (int chain = (int) ((long) chains * slice / slices); chain < lastChain; chain++) {
            int first = chain * CHAIN_TILES;
            int end = Math.min(grid.tiles(), first + CHAIN_TILES);
            for (int tile = first; tile < end; tile += BLOCK_TILES) {
                int count = Math.min(BLOCK_TILES, end - tile);
                lane.tiles().take(kernels, block, grid, x, outputGradient, tile, count);
                lane.tiles().accumulate(kernels.pixels(), block, tile == first, zeros, lane.sums());
            }
            WeightGradientCall.add(lane.sums(), total, block.sums());
        }
        for (int panel = 0; slices == 1 && panel < block.panels(); panel++) {
            filters[laneIndex].store(block, panel, total, weightGradient);
        }
    }

    @Override
    public int joins() {
        return slices == 1 ? 0 : blocks.length * mostPanels;
    }

    /** Adds the slices of one panel of a block, transforms the sums and writes them. */
    @Override
    public void join(int part, int lane) {
        int index = part / mostPanels;
        GradientTileBlock block = blocks[index];
        int panel = part % mostPanels;
        if (panel >= block.panels()) {
            return;
        }
        double[] total = scratch.total(index * slices);
        for (int slice = 1; slice < slices; slice++) {
            int from = panel * block.panelSums();
            WeightGradientCall.add(scratch.total(index * slices + slice), total, from, block.panelSums());
        }
        filters[lane].store(block, panel, total, weightGradient);
    }
}
