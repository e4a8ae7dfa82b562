package io.github.lanewise.engine.conv;

import io.github.lanewise.engine.kernel.CacheSizes;
import io.github.lanewise.engine.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One call of a Winograd convolution F(m x m, 3x3) over NHWC images:
 * {@code Y = Aᵀ [Σ_c (G g Gᵀ) ⊙ (Bᵀ d B)] A} for every tile of m x m outputs.
 *
 * <p>The parts are blocks of tiles, which keep their transformed inputs and some panels of products in the second-level
 * cache, and spans of output channels where there are fewer blocks than threads; the latter transform their inputs once
 * each, which is little beside the products of many channels. Every sum over the channels is one chain of fused
 * multiply-adds, so how a call is cut changes no bit. Lavin and Gray, "Fast Algorithms for Convolutional Neural
 * Networks", 2016, describe the algorithm.
 */
public final class WinogradCall implements ImageCall {

    /** Tiles of a block: enough to use the filters again, few enough to stay in the second-level cache. */
    private static final int FEWEST_TILES = 16, MOST_TILES = 50;

    /** The part of the second-level cache that the products of one block may take. */
    private static final int PRODUCTS_SHARE = 5;

    private final WinogradPlan plan;
    private final PaddedInput padded;
    private WinogradBlock[] lanes = {};
    private @Nullable WinogradGrid grid;

    private final Tensor nothing = Tensor.of(new float[0], 0, 0, 0, 0);
    private Tensor input = nothing;
    private Tensor output = nothing;
    private @Nullable Tensor residual;
    private int blockTiles;
    private int blocks;
    private int spanPanels;
    private int panelsTogether;

    public WinogradCall(WinogradPlan plan) {
        this.plan = plan;
        this.padded = new PaddedInput(plan.filters().geometry().padding());
    }

    @Override
    public void begin(Tensor newInput, @Nullable Tensor newResidual, Tensor newOutput, int threads) {
        input = padded.of(newInput);
        residual = newResidual;
        output = newOutput;
        WinogradGrid newGrid = grid;
        if (newGrid == null || !newGrid.fits(output)) {
            newGrid = WinogradGrid.of(plan.filters().geometry(), plan.filters().outputs(), output);
            grid = newGrid;
        }
        divide(newGrid.tiles(), threads);
        prepareLanes(threads);
    }

    /** Cuts the call into blocks of tiles and, where these are fewer than the threads, spans of output channels. */
    private void divide(int tiles, int threads) {
        int panels = plan.filters().panels();
        long floats = CacheSizes.detected().l2() / Float.BYTES;
        long fitting = floats / plan.points() / plan.filters().geometry().inChannels();
        blocks = Math.ceilDiv(tiles, Math.clamp(fitting, FEWEST_TILES, MOST_TILES));
        if (threads > 1 && tiles >= 2 * threads * FEWEST_TILES) {
            blocks = Math.max(blocks, 2 * threads);
        }
        blockTiles = Math.ceilDiv(tiles, blocks);
        blockTiles += blockTiles % 2;
        blocks = Math.ceilDiv(tiles, blockTiles);
        int spans = blocks >= threads ? 1 : Math.min(panels, 2 * threads);
        spanPanels = Math.ceilDiv(panels, spans);
        long panelFloats = (long) plan.points() * plan.filters().panelWidth() * blockTiles;
        panelsTogether = Math.clamp(floats / PRODUCTS_SHARE / panelFloats, 1, spanPanels);
    }

    /** Larger scratch serves smaller blocks, so that calls with changing batches come to rest. */
    private void prepareLanes(int threads) {
        if (lanes.length < threads) {
            lanes = Arrays.copyOf(lanes, threads);
        }
        for (int lane = 0; lane < threads; lane++) {
            WinogradBlock block = lanes[lane];
            if (block == null || block.tiles() < blockTiles) {
                lanes[lane] = new WinogradBlock(plan, blockTiles, panelsTogether);
            }
        }
    }

    @Override
    public int parts() {
        return blocks * Math.ceilDiv(plan.filters().panels(), spanPanels);
    }

    @Override
    public void compute(int part, int lane) {
        if (grid == null) {
            throw new IllegalStateException("compute before begin");
        }
        int block = part % blocks;
        int span = part / blocks;
        int first = block * blockTiles;
        lanes[lane].compute(
                grid,
                input,
                residual,
                output,
                first,
                Math.min(blockTiles, grid.tiles() - first),
                span * spanPanels,
                Math.min((span + 1) * spanPanels, plan.filters().panels()));
    }

    @Override
    public void end() {
        input = nothing;
        residual = null;
        output = nothing;
    }
}
