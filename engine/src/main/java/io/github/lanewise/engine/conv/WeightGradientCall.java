package io.github.lanewise.engine.conv;

import io.github.lanewise.engine.kernel.CacheSizes;
import io.github.lanewise.engine.kernel.PixelKernel;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Tensor;

/**
 * One call of {@code dW[o, c, tap] = Σ dY[pixel, o] · x[pixel + tap, c]}, without a matrix of patches. Rows of output pixels,
 * counted over all images, make chains of some thousand pixels.
 */
public final class WeightGradientCall extends GradientCall {

    private static final int CHAIN_PIXELS = 1024;

    /** Pixels below which a strip does not repay being copied. */
    private static final int FEW_PIXELS = 48;

    /** Pixels beyond which it gains nothing. */
    private static final int MANY_PIXELS = 512;

    /** Of a cache line. */
    private static final int LINE_FLOATS = 16;

    private final PixelKernel kernel;
    private final GradientBlock[] blocks;
    private final float[] zeros;
    private int rows;
    private int chainRows;

    public WeightGradientCall(ConvGeometry geometry, PixelKernel kernel) {
        this(geometry, kernel, GradientBlock.all(geometry, kernel));
    }

    private WeightGradientCall(ConvGeometry geometry, PixelKernel kernel, GradientBlock[] blocks) {
        super(geometry, blocks, geometry.weightShape().elements());
        this.kernel = kernel;
        this.blocks = blocks;
        zeros = new float[kernel.rows() * kernel.columns()];
    }

    @Override
    int cut(Tensor newOutputGradient) {
        rows = newOutputGradient.shape().dimension(0)
                * newOutputGradient.shape().dimension(1);
        chainRows = Math.max(1, CHAIN_PIXELS / newOutputGradient.shape().dimension(2));
        return Math.ceilDiv(rows, chainRows);
    }

    @Override
    void sum(int index, int chain, GradientScratch.Lane lane) {
        GradientBlock block = blocks[index];
        int stripRows = stripRows(block);
        int first = chain * chainRows;
        int end = Math.min(rows, first + chainRows);
        for (int row = first; row < end; row += stripRows) {
            lane.strip().take(kernel, block, x(), outputGradient(), row, Math.min(stripRows, end - row));
            lane.strip().accumulate(kernel, block, row == first, zeros, lane.sums());
        }
    }

    /**
     * Rows of a strip: as many as stay in the first-level cache with a panel of their gradients, or more where that is few, or
     * where a pixel is a cache line at most, so that tiles read the strip as a stream. No bit depends on it.
     */
    private int stripRows(GradientBlock block) {
        int width = outputGradient().shape().dimension(2);
        int many = Math.ceilDiv(MANY_PIXELS, width);
        if (block.ins() <= LINE_FLOATS) {
            return Math.min(many, chainRows);
        }
        long pitch = GradientStrip.pitch(block, width);
        long budget = CacheSizes.detected().l1() / 8 * 7 / Float.BYTES;
        int count = 1;
        while (count < many
                && GradientStrip.inputRows(geometry(), count + 1) * pitch + (count + 1L) * width * block.columns()
                        <= budget) {
            count++;
        }
        return Math.min(count * width < FEW_PIXELS ? many / 2 + 1 : count, chainRows);
    }

    @Override
    void toFilters(int index, int panel, double[] total, GradientScratch.Lane lane) {
        GradientBlock block = blocks[index];
        int filter = block.ins() * block.taps();
        int columns = block.columns(panel);
        for (int segment = 0; segment < block.segments(); segment++) {
            int from = panel * block.panelSums() + segment * block.segmentSums();
            for (int u = 0; u < block.segmentLength(); u++) {
                int at = from + u * block.columns();
                spread(total, at, columns, lane.filters(), block.weight(segment, u), filter);
            }
        }
    }

    private static void spread(double[] total, int from, int count, float[] filters, int to, int step) {
        for (int column = 0; column < count; column++) {
            filters[to + column * step] = (float) total[from + column];
        }
    }
}
