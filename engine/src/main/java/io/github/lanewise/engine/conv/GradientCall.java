package io.github.lanewise.engine.conv;

import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * One call of the gradient of a convolution's weights: parts that sum, then parts that join the sums. An object serves one call
 * at a time and is reused for the next.
 *
 * <p>What is summed over makes chains, each a chain of fused multiply-adds in float32. Chains are added in float64, in order,
 * within a slice of them, and the slices in order. Where chains and slices begin follows from the shapes alone. Parts are the
 * blocks of the gradient times the slices.
 */
public abstract sealed class GradientCall permits WeightGradientCall, WinogradGradientCall {

    private static final Tensor NOTHING = Tensor.view(MemorySegment.NULL, Shape.of(0, 0, 0, 0), Padding.NONE);

    private static final int MOST_SLICES = 16;

    /** Sums of all slices together: what is kept until they are joined. */
    private static final int SLICED_SUMS = 1 << 19;

    private final ConvGeometry geometry;
    private final GradientSums[] blocks;
    private final int mostSlices;
    private final PaddedInput padded;
    private GradientScratch scratch = GradientScratch.NONE;
    private Tensor x = NOTHING;
    private Tensor outputGradient = NOTHING;
    private Tensor weightGradient = NOTHING;
    private int chains;
    private int slices;

    /**
     * A call.
     *
     * @param blocks the largest one first
     * @param sums of the whole gradient, without those that fill up register tiles, which no bit may depend on
     */
    GradientCall(ConvGeometry geometry, GradientSums[] blocks, long sums) {
        this.geometry = geometry;
        this.blocks = blocks;
        mostSlices = Integer.highestOneBit(Math.clamp(SLICED_SUMS / sums, 1, MOST_SLICES));
        padded = new PaddedInput(geometry.padding());
    }

    /** Begins a call; the shapes have been checked. */
    public final void begin(Tensor newX, Tensor newOutputGradient, Tensor newWeightGradient, int threads) {
        x = padded.of(newX);
        outputGradient = newOutputGradient;
        weightGradient = newWeightGradient;
        chains = cut(newOutputGradient);
        slices = slices(chains);
        GradientSums largest = blocks[0];
        int filters = largest.columns() * largest.ins() * taps();
        scratch = GradientScratch.acquire();
        scratch.prepare(threads, slices == 1 ? threads : parts(), largest.sums(), filters);
    }

    /** The slices of so many chains. */
    final int slices(int ofChains) {
        return Math.clamp(ofChains, 1, mostSlices);
    }

    /** Lets go of the tensors of the call. */
    public final void end() {
        x = NOTHING;
        outputGradient = NOTHING;
        weightGradient = NOTHING;
        scratch.release();
        scratch = GradientScratch.NONE;
    }

    /** Independent parts of the call, for {@link #compute}. */
    public final int parts() {
        return blocks.length * slices;
    }

    /** Sums one slice of one block. */
    public final void compute(int part, int laneIndex) {
        GradientScratch.Lane lane = scratch.lane(laneIndex);
        int block = part / slices;
        int slice = part % slices;
        int sums = blocks[block].sums();
        double[] total = scratch.total(slices == 1 ? laneIndex : part);
        Arrays.fill(total, 0, sums, 0);
        int lastChain = (int) ((long) chains * (slice + 1) / slices);
        for (int chain = (int) ((long) chains * slice / slices); chain < lastChain; chain++) {
            sum(block, chain, lane);
            add(lane.sums(), total, sums);
        }
        for (int panel = 0; slices == 1 && panel < blocks[block].panels(); panel++) {
            store(block, panel, total, lane);
        }
    }

    private static void add(float[] sums, double[] total, int count) {
        for (int i = 0; i < count; i++) {
            total[i] += sums[i];
        }
    }

    /** Independent parts of what remains to be done after {@link #parts}, for {@link #join}. */
    public final int joins() {
        return slices == 1 ? 0 : blocks.length * blocks[0].panels();
    }

    /** Adds the slices of one panel of a block, and writes its filters. */
    public final void join(int part, int laneIndex) {
        int mostPanels = blocks[0].panels();
        int index = part / mostPanels;
        GradientSums block = blocks[index];
        int panel = part % mostPanels;
        if (panel >= block.panels()) {
            return;
        }
        double[] total = scratch.total(index * slices);
        for (int slice = 1; slice < slices; slice++) {
            add(scratch.total(index * slices + slice), total, panel * block.panelSums(), block.panelSums());
        }
        store(index, panel, total, scratch.lane(laneIndex));
    }

    private static void add(double[] from, double[] total, int at, int count) {
        for (int i = at; i < at + count; i++) {
            total[i] += from[i];
        }
    }

    /** Writes the filters of a panel; those of one output channel lie side by side. */
    private void store(int index, int panel, double[] total, GradientScratch.Lane lane) {
        toFilters(index, panel, total, lane);
        GradientSums block = blocks[index];
        int groupIns = geometry.inChannels() / geometry.groups();
        int filter = block.ins() * taps();
        MemorySegment target = weightGradient.segment();
        for (int column = 0; column < block.columns(panel); column++) {
            long out = block.firstOut() + (long) panel * block.columns() + column;
            long at = 4L * (out * groupIns + block.firstIn() % groupIns) * taps();
            MemorySegment.copy(lane.filters(), column * filter, target, ValueLayout.JAVA_FLOAT, at, filter);
        }
    }

    private int taps() {
        return geometry.kernelHeight() * geometry.kernelWidth();
    }

    /** Begins a call: cuts what is summed over into chains; their number. */
    abstract int cut(Tensor newOutputGradient);

    /** Sums one chain of a block. */
    abstract void sum(int block, int chain, GradientScratch.Lane lane);

    /** Makes filters, {@code [column, in, tap]}, of the sums of a panel. */
    abstract void toFilters(int block, int panel, double[] total, GradientScratch.Lane lane);

    final ConvGeometry geometry() {
        return geometry;
    }

    /** With the padding of the geometry. */
    final Tensor x() {
        return x;
    }

    final Tensor outputGradient() {
        return outputGradient;
    }
}
