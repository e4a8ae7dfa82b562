package io.github.lanewise.engine;

import io.github.lanewise.engine.kernel.ChannelLanes;
import io.github.lanewise.engine.kernel.KernelSet;
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

    private final KernelSet kernels = Kernels.current();
    private final PixelBlocks blocks = new PixelBlocks();
    private ChannelLanes[] threadLanes = {};
    private Tensor x = NOTHING;
    private boolean joined;

    /** Of every channel of every block: the mean, and the sum of squared differences from it. */
    private double[] means = {};

    private double[] squares = {};

    /** Of every channel. */
    private double[] mean = {};

    private double[] square = {};

    private BatchNormStatisticsCall() {}

    /** Runs one call; all has been checked. */
    static void run(Tensor x, double epsilon, Tensor mean, Tensor variance, Tensor inverseDeviation, Workers workers) {
        BatchNormStatisticsCall call = POOL.acquire();
        try {
            call.x = x;
            call.begin(workers.threads());
            workers.run(call.blocks.count(), call);
            call.join();
            call.store(epsilon, mean.segment(), variance.segment(), inverseDeviation.segment());
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
        if (mean.length < channels) {
            mean = new double[channels];
            square = new double[channels];
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
        float[] reference = lanes.mean();
        float[] sums = lanes.sums();
        for (int lane = 0; lane < lanes.period(); lane++) {
            reference[lane] = sums[lane] / Math.max(1, blocks.laneElements(lane, first, preview));
        }
        measure(lanes, first, end);
        join(block, lanes, first, end);
    }

    private void measure(ChannelLanes lanes, int first, int end) {
        lanes.clearSums();
        int step = joined ? end - first : 1;
        for (int row = first; row < end; row += step) {
            int n = blocks.pixels(row, row + step) * blocks.channels();
            kernels.batchNorm().moments(n, lanes, x.segment(), blocks.at(x, row));
        }
    }

    /** All lanes of every channel. */
    private void join(int block, ChannelLanes lanes, int first, int end) {
        int channels = blocks.channels();
        int at = block * channels;
        double share = 1.0 / blocks.pixels(first, end);
        Arrays.fill(means, at, at + channels, 0);
        Arrays.fill(squares, at, at + channels, 0);
        float[] reference = lanes.mean();
        float[] sums = lanes.sums();
        float[] products = lanes.products();
        for (int from = 0; from < lanes.period(); from += channels) {
            for (int c = 0; c < channels; c++) {
                double count = blocks.laneElements(from + c, first, end);
                means[at + c] += (sums[from + c] + count * reference[from + c]) * share;
            }
        }
        for (int from = 0; from < lanes.period(); from += channels) {
            for (int c = 0; c < channels; c++) {
                double count = blocks.laneElements(from + c, first, end);
                double shift = reference[from + c] - means[at + c];
                squares[at + c] += products[from + c] + shift * (2.0 * sums[from + c] + count * shift);
            }
        }
    }

    /** All blocks. */
    private void join() {
        int channels = blocks.channels();
        Arrays.fill(mean, 0, channels, 0);
        Arrays.fill(square, 0, channels, 0);
        for (int block = 0; block < blocks.count(); block++) {
            double share = share(block);
            for (int c = 0; c < channels; c++) {
                mean[c] += share * means[block * channels + c];
            }
        }
        for (int block = 0; block < blocks.count(); block++) {
            double count = share(block) * blocks.pixels();
            for (int c = 0; c < channels; c++) {
                double shift = means[block * channels + c] - mean[c];
                square[c] += squares[block * channels + c] + count * shift * shift;
            }
        }
    }

    /** Of a block in all pixels. */
    private double share(int block) {
        return blocks.pixels(blocks.firstRow(block), blocks.endRow(block)) / (double) blocks.pixels();
    }

    private void store(double epsilon, MemorySegment means, MemorySegment variances, MemorySegment inverseDeviations) {
        for (int c = 0; c < blocks.channels(); c++) {
            double variance = Math.max(0, square[c] / blocks.pixels());
            means.set(FLOAT, 4L * c, (float) mean[c]);
            variances.set(FLOAT, 4L * c, (float) variance);
            inverseDeviations.set(FLOAT, 4L * c, (float) (1 / Math.sqrt(variance + epsilon)));
        }
    }
}
