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

    private static final int MOST_TILES = Integer.getInteger("w.tiles", 50);

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
    private int spans;

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
        int points = plan.points();
        int tiles = newGrid.tiles();
        int panels = plan.filters().panels();
        int channels = plan.filters().geometry().inChannels();
        long l2 = CacheSizes.detected().l2() / 4;
        int most = (int)
                Math.max(16, Math.min(MOST_TILES, l2 * Integer.getInteger("w.share", 70) / 100 / points / channels));
        blocks = Math.ceilDiv(tiles, most);
        if (threads > 1 && blocks < 2 * threads && tiles / (2 * threads) >= 16) {
            blocks = 2 * threads;
        }
        blockTiles = Math.ceilDiv(tiles, blocks);
        blockTiles += blockTiles % 2;
        blocks = Math.ceilDiv(tiles, blockTiles);
        spans = threads == 1 || blocks >= threads ? 1 : Math.min(panels, 2 * threads);
        spanPanels = Math.ceilDiv(panels, spans);
        spans = Math.ceilDiv(panels, spanPanels);
        int together = (int) Math.max(
                1,
                l2
                        * Integer.getInteger("w.mshare", 40)
                        / 100
                        / points
                        / plan.filters().panelWidth()
                        / blockTiles);
        together = Math.min(together, spanPanels);
        prepareLanes(threads, blockTiles, together);
    }

    private void prepareLanes(int threads, int room, int together) {
        if (lanes.length < threads) {
            lanes = Arrays.copyOf(lanes, threads);
        }
        for (int lane = 0; lane < threads; lane++) {
            WinogradBlock block = lanes[lane];
            if (block == null || block.tiles() != room || block.panelsTogether() != together) {
                lanes[lane] = new WinogradBlock(plan, room, together);
            }
        }
    }

    @Override
    public int parts() {
        return blocks * spans;
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
