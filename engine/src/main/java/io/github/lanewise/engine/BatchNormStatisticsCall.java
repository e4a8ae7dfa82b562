package io.github.lanewise.engine;

import io.github.lanewise.engine.kernel.BatchNormKernels;
import io.github.lanewise.engine.kernel.ChannelLanes;
import io.github.lanewise.engine.kernel.Kernels;
import io.github.lanewise.engine.kernel.Pool;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * What one {@link BatchNorm#statistics} works with; a part is a block of pixels.
 *
 * <p>The first eighth of a block gives the mean of every lane there. From it the whole block is measured, in float32; the
 * variance of these differences is at most some eight times that of the block, so little cancels. Lanes of a channel and
 * blocks are then joined in float64 with the formulas of Chan, Golub and LeVeque, "Updating Formulae and a Pairwise Algorithm
 * for Computing Sample Variances", 1979.
 */
final class BatchNormStatisticsCall implements Workers.Task {
    private static final Pool<BatchNormStatisticsCall> POOL = new Pool<>(BatchNormStatisticsCall::new);
    private static final Tensor NOTHING = Tensor.view(MemorySegment.NULL, Shape.of(0), Padding.NONE);
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;
    private static final int PREVIEW = 8;

    private final BatchNormKernels kernels = Kernels.current().batchNorm();
    private final PixelBlocks blocks = new PixelBlocks();
    private ChannelLanes[] threadLanes = {};
    private Tensor x = NOTHING;
    private boolean joined;

    /** Of every channel of every block: the mean, and the sum of squared differences from it. */
    private double[] means = {};

    private double[] squares = {};
    private double[] total = {};

    private BatchNormStatisticsCall() {}

    /** Runs one call; all has been checked. */
    static void run(Tensor x, double epsilon, Tensor mean, Tensor variance, Tensor inverseDeviation, Workers workers) {
        BatchNormStatisticsCall call = POOL.acquire();
        try {
            call.x = x;
            call.begin(workers.threads());
            workers.run(call.blocks.count(), call);
            call.join(epsilon, mean.segment(), variance.segment(), inverseDeviation.segment());
        } finally {
            call.x = NOTHING;
            POOL.release(call);
        }
    }

    private void begin(int threads) {
        Shape shape = x.shape();
        int channels = shape.dimension(shape.rank() - 1);
        threadLanes = ChannelLanes.forThreads(threadLanes, threads, channels);
        blocks.reset(shape, threadLanes[0].period());
        joined = x.isDense() && blocks.joinsRows();
        int partial = Math.multiplyExact(blocks.count(), channels);
        if (means.length < partial) {
            means = new double[partial];
            squares = new double[partial];
        }
        if (total.length < channels) {
            total = new double[channels];
        }
    }

    @Override
    public void run(int block, int thread) {
        ChannelLanes lanes = threadLanes[thread];
        int first = blocks.firstRow(block);
        int end = blocks.endRow(block);
        int preview = first + Math.ceilDiv(end - first, PREVIEW);
        Arrays.fill(lanes.mean(), 0, lanes.period(), 0);
        measure(lanes, first, preview);
        for (int lane = 0; lane < lanes.period(); lane++) {
            lanes.mean()[lane] = lanes.sums()[lane] / Math.max(1, blocks.laneElements(lane, first, preview));
        }
        measure(lanes, first, end);
        for (int c = 0; c < blocks.channels(); c++) {
            join(block, c, lanes, first, end);
        }
    }

    private void measure(ChannelLanes lanes, int first, int end) {
        lanes.clearSums();
        int step = joined ? end - first : 1;
        for (int row = first; row < end; row += step) {
            int n = blocks.pixels(row, row + step) * blocks.channels();
            kernels.moments(n, lanes, x.segment(), blocks.at(x, row));
        }
    }

    /** All lanes of a channel. */
    private void join(int block, int channel, ChannelLanes lanes, int first, int end) {
        int channels = blocks.channels();
        int period = lanes.period();
        double sum = 0;
        for (int lane = channel; lane < period; lane += channels) {
            sum += lanes.sums()[lane] + (double) blocks.laneElements(lane, first, end) * lanes.mean()[lane];
        }
        double mean = sum / blocks.pixels(first, end);
        double square = 0;
        for (int lane = channel; lane < period; lane += channels) {
            double shift = lanes.mean()[lane] - mean;
            double count = blocks.laneElements(lane, first, end);
            square += lanes.products()[lane] + shift * (2.0 * lanes.sums()[lane] + count * shift);
        }
        means[block * channels + channel] = mean;
        squares[block * channels + channel] = Math.max(0, square);
    }

    /** All blocks. */
    private void join(double epsilon, MemorySegment mean, MemorySegment variance, MemorySegment inverseDeviation) {
        int channels = blocks.channels();
        double pixels = blocks.pixels();
        Arrays.fill(total, 0, channels, 0);
        for (int block = 0; block < blocks.count(); block++) {
            addTo(total, channels, blocks.pixels(blocks.firstRow(block), blocks.endRow(block)), block * channels);
        }
        for (int c = 0; c < channels; c++) {
            double average = total[c] / pixels;
            double square = 0;
            for (int block = 0; block < blocks.count(); block++) {
                double shift = means[block * channels + c] - average;
                int count = blocks.pixels(blocks.firstRow(block), blocks.endRow(block));
                square += squares[block * channels + c] + count * shift * shift;
            }
            double spread = square / pixels;
            mean.set(FLOAT, 4L * c, (float) average);
            variance.set(FLOAT, 4L * c, (float) spread);
            inverseDeviation.set(FLOAT, 4L * c, (float) (1 / Math.sqrt(spread + epsilon)));
        }
    }

    private void addTo(double[] sums, int channels, double count, int from) {
        for (int c = 0; c < channels; c++) {
            sums[c] += count * means[from + c];
        }
    }
}
