package io.github.lanewise.engine.conv;

import io.github.lanewise.engine.kernel.CacheSizes;
import io.github.lanewise.engine.kernel.PixelKernel;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * One call of {@code dW[o, c, tap] = Σ dY[pixel, o] · x[pixel + tap, c]}, without a matrix of patches.
 *
 * <p>Rows of output pixels, counted over all images, make chains of some thousand pixels: each a chain of fused multiply-adds in
 * float32. Chains are added in float64, in order, within a slice of them, and the slices in order. Where chains and slices
 * begin follows from the shapes alone. Parts are the blocks of the gradient times the slices.
 */
public final class WeightGradientCall implements GradientCall {

    private static final Tensor NOTHING = Tensor.view(MemorySegment.NULL, Shape.of(0, 0, 0, 0), Padding.NONE);

    private static final int CHAIN_PIXELS = 1024;
    private static final int MOST_SLICES = 16;

    /** Weights of all slices together: what is kept until they are joined. */
    private static final int SLICED_WEIGHTS = 1 << 19;

    /** Pixels below which a strip does not repay being copied. */
    private static final int FEW_PIXELS = 48;

    /** Pixels beyond which it gains nothing. */
    private static final int MANY_PIXELS = 512;

    /** Of a cache line. */
    private static final int LINE_FLOATS = 16;

    private final ConvGeometry geometry;
    private final PixelKernel kernel;
    private final GradientBlock[] blocks;
    private final int mostSlices;
    private final int mostPanels;
    private final float[] zeros;
    private final PaddedInput padded;
    private GradientScratch scratch = GradientScratch.NONE;
    private Tensor x = NOTHING;
    private Tensor outputGradient = NOTHING;
    private Tensor weightGradient = NOTHING;
    private int rows;
    private int chainRows;
    private int chains;
    private int slices;

    public WeightGradientCall(ConvGeometry geometry, PixelKernel kernel) {
        this.geometry = geometry;
        this.kernel = kernel;
        padded = new PaddedInput(geometry.padding());
        blocks = GradientBlock.all(geometry, kernel);
        mostPanels = blocks[0].panels();
        zeros = new float[kernel.rows() * kernel.columns()];
        long weights = geometry.weightShape().elements();
        int few = Math.clamp(SLICED_WEIGHTS / weights, 1, MOST_SLICES);
        mostSlices = Integer.highestOneBit(few);
    }

    @Override
    public void begin(Tensor newX, Tensor newOutputGradient, Tensor newWeightGradient, int threads) {
        x = padded.of(newX);
        outputGradient = newOutputGradient;
        weightGradient = newWeightGradient;
        rows = outputGradient.shape().dimension(0) * outputGradient.shape().dimension(1);
        chainRows = Math.max(1, CHAIN_PIXELS / outputGradient.shape().dimension(2));
        chains = Math.ceilDiv(rows, chainRows);
        slices = Math.clamp(chains, 1, mostSlices);
        scratch = GradientScratch.acquire();
        GradientBlock largest = blocks[0];
        int filters = largest.columns() * largest.ins() * largest.taps();
        scratch.prepare(threads, slices == 1 ? threads : parts(), largest.sums(), filters);
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
        GradientScratch.Lane lane = scratch.lane(laneIndex);
        GradientBlock block = blocks[part / slices];
        int slice = part % slices;
        double[] total = scratch.total(slices == 1 ? laneIndex : part);
        Arrays.fill(total, 0, block.sums(), 0);
        int stripRows = stripRows(block);
        int lastChain = (int) ((long) chains * (slice + 1) / slices);
        for (int chain = (int) ((long) chains * slice / slices); chain < lastChain; chain++) {
            int first = chain * chainRows;
            int end = Math.min(rows, first + chainRows);
            for (int row = first; row < end; row += stripRows) {
                lane.strip().take(kernel, block, x, outputGradient, row, Math.min(stripRows, end - row));
                lane.strip().accumulate(kernel, block, row == first, zeros, lane.sums());
            }
            add(lane.sums(), total, block.sums());
        }
        for (int panel = 0; slices == 1 && panel < block.panels(); panel++) {
            store(block, panel, total, lane.filters());
        }
    }

    /**
     * Rows of a strip: as many as stay in the first-level cache with a panel of their gradients, or more where that is few, or
     * where a pixel is a cache line at most, so that tiles read the strip as a stream. No bit depends on it.
     */
    private int stripRows(GradientBlock block) {
        int width = outputGradient.shape().dimension(2);
        int many = Math.ceilDiv(MANY_PIXELS, width);
        if (block.ins() <= LINE_FLOATS) {
            return Math.min(many, chainRows);
        }
        long pitch = GradientStrip.pitch(block, width);
        long budget = CacheSizes.detected().l1() / 8 * 7 / Float.BYTES;
        int count = 1;
        while (count < many
                && GradientStrip.inputRows(geometry, count + 1) * pitch + (count + 1L) * width * block.columns()
                        <= budget) {
            count++;
        }
        return Math.min(count * width < FEW_PIXELS ? many / 2 + 1 : count, chainRows);
    }

    static void add(float[] sums, double[] total, int count) {
        for (int i = 0; i < count; i++) {
            total[i] += sums[i];
        }
    }

    @Override
    public int joins() {
        return slices == 1 ? 0 : blocks.length * mostPanels;
    }

    /** Adds the slices of one panel of a block, and writes them. */
    @Override
    public void join(int part, int laneIndex) {
        int index = part / mostPanels;
        GradientBlock block = blocks[index];
        int panel = part % mostPanels;
        if (panel >= block.panels()) {
            return;
        }
        int from = panel * block.panelSums();
        double[] total = scratch.total(index * slices);
        for (int slice = 1; slice < slices; slice++) {
            add(scratch.total(index * slices + slice), total, from, block.panelSums());
        }
        store(block, panel, total, scratch.lane(laneIndex).filters());
    }

    static void add(double[] from, double[] total, int at, int count) {
        for (int i = at; i < at + count; i++) {
            total[i] += from[i];
        }
    }

    /** Writes the filters of a panel; those of one output channel lie side by side. */
    private void store(GradientBlock block, int panel, double[] total, float[] filters) {
        int filter = block.ins() * block.taps();
        int columns = Math.min(block.columns(), block.outs() - panel * block.columns());
        for (int segment = 0; segment < block.segments(); segment++) {
            int from = panel * block.panelSums() + segment * block.segmentSums();
            for (int u = 0; u < block.segmentLength(); u++) {
                spread(total, from + u * block.columns(), columns, filters, block.weight(segment, u), filter);
            }
        }
        int groupIns = geometry.inChannels() / geometry.groups();
        MemorySegment target = weightGradient.segment();
        for (int column = 0; column < columns; column++) {
            long out = block.firstOut() + (long) panel * block.columns() + column;
            long at = 4L * (out * groupIns + block.firstIn() % groupIns) * block.taps();
            MemorySegment.copy(filters, column * filter, target, ValueLayout.JAVA_FLOAT, at, filter);
        }
    }

    private static void spread(double[] total, int from, int count, float[] filters, int to, int step) {
        for (int column = 0; column < count; column++) {
            filters[to + column * step] = (float) total[from + column];
        }
    }
}
