package io.github.lanewise.engine.conv;

import io.github.lanewise.engine.kernel.CacheSizes;
import io.github.lanewise.engine.kernel.PixelKernel;
import io.github.lanewise.engine.tensor.ConvGeometry;
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
 *
 * <p>An object serves one call at a time and is reused for the next.
 */
public final class WeightGradientCall {

    private static final int CHAIN_PIXELS = 1024;
    private static final int MOST_SLICES = 16;

    /** Weights of all slices together: what is kept until they are joined. */
    private static final int SLICED_WEIGHTS = 1 << 18;

    /** Pixels of a strip below which it need not fit the first-level cache, and as many as it then has. */
    private static final int FEW_PIXELS = 48;

    private static final int MANY_PIXELS = 256;

    private final ConvGeometry geometry;
    private final PixelKernel kernel;
    private final GradientBlock[] blocks;
    private final int mostSlices;
    private final int mostPanels;
    private final int mostSums;
    private final float[] zeros;
    private final PaddedCopy copy = new PaddedCopy();
    private Lane[] lanes = {};
    private double[][] totals = {};
    private Tensor x = PaddedCopy.NOTHING;
    private Tensor outputGradient = PaddedCopy.NOTHING;
    private Tensor weightGradient = PaddedCopy.NOTHING;
    private int rows;
    private int chainRows;
    private int chains;
    private int slices;

    /** The scratch of one worker. */
    private static final class Lane {
        private final GradientStrip strip;
        private final float[] sums;
        private final float[] filters;

        private Lane(GradientStrip strip, int sums, int filters) {
            this.strip = strip;
            this.sums = new float[sums];
            this.filters = new float[filters];
        }
    }

    public WeightGradientCall(ConvGeometry geometry, PixelKernel kernel) {
        this.geometry = geometry;
        this.kernel = kernel;
        blocks = GradientBlock.all(geometry, kernel);
        GradientBlock largest = blocks[0];
        mostPanels = largest.panels();
        mostSums = largest.sums();
        zeros = new float[kernel.rows() * kernel.columns()];
        long weights = geometry.weightShape().elements();
        int few = Math.clamp(SLICED_WEIGHTS / weights, 1, MOST_SLICES);
        mostSlices = Integer.highestOneBit(few);
    }

    /** Begins a call; the shapes have been checked. */
    public void begin(Tensor newX, Tensor newOutputGradient, Tensor newWeightGradient, int threads) {
        x = copy.covering(geometry.padding(), newX);
        outputGradient = newOutputGradient;
        weightGradient = newWeightGradient;
        rows = outputGradient.shape().dimension(0) * outputGradient.shape().dimension(1);
        chainRows = Math.max(1, CHAIN_PIXELS / outputGradient.shape().dimension(2));
        chains = Math.ceilDiv(rows, chainRows);
        slices = Math.clamp(chains, 1, mostSlices);
        if (lanes.length < threads) {
            lanes = Arrays.copyOf(lanes, threads);
        }
        for (int i = 0; i < threads; i++) {
            if (lanes[i] == null) {
                int filters = kernel.columns() * blocks[0].ins() * blocks[0].taps();
                lanes[i] = new Lane(new GradientStrip(kernel, geometry), mostSums, filters);
            }
        }
        int kept = slices == 1 ? threads : parts();
        if (totals.length < kept) {
            int made = totals.length;
            totals = Arrays.copyOf(totals, kept);
            for (int i = made; i < kept; i++) {
                totals[i] = new double[mostSums];
            }
        }
    }

    /** Lets go of the tensors of the call. */
    public void end() {
        x = PaddedCopy.NOTHING;
        outputGradient = PaddedCopy.NOTHING;
        weightGradient = PaddedCopy.NOTHING;
    }

    /** Independent parts of the call, for {@link #compute}. */
    public int parts() {
        return blocks.length * slices;
    }

    /** Sums one slice of one block. */
    public void compute(int part, int laneIndex) {
        Lane lane = lanes[laneIndex];
        GradientBlock block = blocks[part / slices];
        int slice = part % slices;
        double[] total = totals[slices == 1 ? laneIndex : part];
        Arrays.fill(total, 0, block.sums(), 0);
        int stripRows = stripRows(block);
        int lastChain = (int) ((long) chains * (slice + 1) / slices);
        for (int chain = (int) ((long) chains * slice / slices); chain < lastChain; chain++) {
            int first = chain * chainRows;
            int end = Math.min(rows, first + chainRows);
            for (int row = first; row < end; row += stripRows) {
                lane.strip.take(block, x, outputGradient, row, Math.min(stripRows, end - row));
                lane.strip.accumulate(block, row == first, zeros, lane.sums);
            }
            add(lane.sums, total, block.sums());
        }
        for (int panel = 0; slices == 1 && panel < block.panels(); panel++) {
            store(block, panel, total, lane.filters);
        }
    }

    /** As many rows as stay in the first-level cache, with a panel of their gradients; speed depends on it, no bit does. */
    private int stripRows(GradientBlock block) {
        int width = outputGradient.shape().dimension(2);
        long pitch = GradientStrip.pitch(block, width);
        long budget = CacheSizes.detected().l1() / 8 * 7 / Float.BYTES;
        int count = 1;
        while (count < chainRows
                && GradientStrip.inputRows(geometry, count + 1) * pitch + (count + 1L) * width * block.columns()
                        <= budget) {
            count++;
        }
        if (count * width < FEW_PIXELS) {
            count = Math.ceilDiv(MANY_PIXELS, width);
        }
        return Math.min(count, chainRows);
    }

    private static void add(float[] sums, double[] total, int count) {
        for (int i = 0; i < count; i++) {
            total[i] += sums[i];
        }
    }

    /** Independent parts of what remains to be done after {@link #parts}, for {@link #join}. */
    public int joins() {
        return slices == 1 ? 0 : blocks.length * mostPanels;
    }

    /** Adds the slices of one panel of a block, and writes them. */
    public void join(int part, int laneIndex) {
        int index = part / mostPanels;
        GradientBlock block = blocks[index];
        int panel = part % mostPanels;
        if (panel >= block.panels()) {
            return;
        }
        int from = panel * block.panelSums();
        double[] total = totals[index * slices];
        for (int slice = 1; slice < slices; slice++) {
            add(totals[index * slices + slice], total, from, block.panelSums());
        }
        store(block, panel, total, lanes[laneIndex].filters);
    }

    private static void add(double[] from, double[] total, int at, int count) {
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
