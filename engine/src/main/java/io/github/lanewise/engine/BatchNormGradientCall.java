package io.github.lanewise.engine;

import io.github.lanewise.engine.kernel.ChannelLanes;
import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.kernel.Kernels;
import io.github.lanewise.engine.kernel.Pool;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one {@link BatchNorm#backward} works with. In two rounds, whose parts are blocks of pixels: sums of the gradients, then
 * dX. Where the result tells what was clamped, the first round writes the masked gradients and the second reads them.
 */
final class BatchNormGradientCall implements Workers.Task {
    private static final Pool<BatchNormGradientCall> POOL = new Pool<>(BatchNormGradientCall::new);
    private static final Tensor NOTHING = Tensor.view(MemorySegment.NULL, Shape.of(0), Padding.NONE);
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

    private enum Mask {
        NONE,
        FROM_X,
        FROM_Y
    }

    private final KernelSet kernels = Kernels.current();
    private final PixelBlocks blocks = new PixelBlocks();
    private ChannelLanes[] threadLanes = {};
    private Tensor x = NOTHING;
    private Tensor y = NOTHING;
    private Tensor dY = NOTHING;
    private Tensor masked = NOTHING;
    private Tensor dX = NOTHING;
    private Activation activation = Activation.IDENTITY;
    private Mask mask = Mask.NONE;
    private boolean summing;
    private boolean joined;

    /** Of every channel of every block: the sums of g and of {@code g · (x - mean)}. */
    private double[] sums = {};

    private double[] products = {};

    private BatchNormGradientCall() {}

    /** Runs one call; all has been checked. */
    static void run(
            Tensor x,
            Activation activation,
            @Nullable Tensor y,
            Tensor dY,
            Tensor mean,
            Tensor inverseDeviation,
            Tensor weight,
            Tensor bias,
            Tensor dX,
            Tensor dWeight,
            Tensor dBias,
            @Nullable Tensor residualGradient,
            Workers workers) {
        BatchNormGradientCall call = POOL.acquire();
        try {
            call.x = x;
            call.dY = dY;
            call.dX = dX;
            call.activation = activation;
            call.y = y == null ? dY : y;
            call.mask = y != null ? Mask.FROM_Y : activation.equals(Activation.IDENTITY) ? Mask.NONE : Mask.FROM_X;
            call.masked = y == null ? dY : residualGradient == null ? dX : residualGradient;
            call.begin(workers.threads(), mean, inverseDeviation, weight, bias);
            workers.run(call.blocks.count(), call);
            call.join(inverseDeviation.segment(), dWeight.segment(), dBias.segment());
            workers.run(call.blocks.count(), call);
        } finally {
            call.x = NOTHING;
            call.y = NOTHING;
            call.dY = NOTHING;
            call.masked = NOTHING;
            call.dX = NOTHING;
            POOL.release(call);
        }
    }

    private void begin(int threads, Tensor mean, Tensor inverseDeviation, Tensor weight, Tensor bias) {
        int channels = mean.shape().dimension(0);
        threadLanes = ChannelLanes.forThreads(threadLanes, threads, channels);
        for (int i = 0; i < threads; i++) {
            BatchNormApplyCall.fill(threadLanes[i], mean, inverseDeviation, weight, bias);
        }
        blocks.reset(x.shape(), threadLanes[0].period());
        joined = blocks.joinsRows() && x.isDense() && y.isDense() && dY.isDense() && masked.isDense();
        int partial = Math.multiplyExact(blocks.count(), channels);
        if (sums.length < partial) {
            sums = new double[partial];
            products = new double[partial];
        }
        summing = true;
    }

    @Override
    public void run(int block, int thread) {
        ChannelLanes lanes = threadLanes[summing ? thread : 0];
        if (summing) {
            lanes.clearSums();
        }
        int end = blocks.endRow(block);
        int step = joined ? end - blocks.firstRow(block) : 1;
        for (int row = blocks.firstRow(block); row < end; row += step) {
            int n = blocks.pixels(row, row + step) * blocks.channels();
            if (summing) {
                sum(n, lanes, row);
            } else {
                passOn(n, lanes, row);
            }
        }
        if (summing) {
            int at = block * blocks.channels();
            join(lanes, lanes.sums(), sums, at);
            join(lanes, lanes.products(), products, at);
        }
    }

    private void sum(int n, ChannelLanes lanes, int row) {
        float lower = activation.lower();
        float upper = activation.upper();
        MemorySegment values = x.segment();
        MemorySegment g = dY.segment();
        long xAt = blocks.at(x, row);
        long gAt = blocks.at(dY, row);
        switch (mask) {
            case NONE -> kernels.batchNorm().gradientSums(n, lanes, values, xAt, g, gAt);
            case FROM_X -> kernels.batchNorm().clampedGradientSums(n, lanes, lower, upper, values, xAt, g, gAt);
            case FROM_Y -> {
                long yAt = blocks.at(y, row);
                long maskedAt = blocks.at(masked, row);
                MemorySegment to = masked.segment();
                kernels.batchNorm()
                        .maskedGradientSums(
                                n, lanes, lower, upper, values, xAt, y.segment(), yAt, g, gAt, to, maskedAt);
            }
        }
    }

    private void passOn(int n, ChannelLanes lanes, int row) {
        MemorySegment g = masked.segment();
        long gAt = blocks.at(masked, row);
        long xAt = blocks.at(x, row);
        long to = blocks.at(dX, row);
        if (mask == Mask.FROM_X) {
            float lower = activation.lower();
            float upper = activation.upper();
            kernels.batchNorm().clampedGradient(n, lanes, lower, upper, x.segment(), xAt, g, gAt, dX.segment(), to);
        } else {
            kernels.batchNorm().gradient(n, lanes, x.segment(), xAt, g, gAt, dX.segment(), to);
        }
    }

    /** All lanes of every channel. */
    private static void join(ChannelLanes lanes, float[] laneSums, double[] channelSums, int at) {
        int channels = lanes.channels();
        Arrays.fill(channelSums, at, at + channels, 0);
        for (int from = 0; from < lanes.period(); from += channels) {
            for (int c = 0; c < channels; c++) {
                channelSums[at + c] += laneSums[from + c];
            }
        }
    }

    /** All blocks; what every channel needs for dX. */
    private void join(MemorySegment inverseDeviation, MemorySegment dWeight, MemorySegment dBias) {
        ChannelLanes lanes = threadLanes[0];
        int channels = blocks.channels();
        for (int c = 0; c < channels; c++) {
            double sum = 0;
            double product = 0;
            for (int i = c; i < blocks.count() * channels; i += channels) {
                sum += sums[i];
                product += products[i];
            }
            double inverse = inverseDeviation.get(FLOAT, 4L * c);
            double factor = lanes.scale()[c] / (double) blocks.pixels();
            lanes.differenceFactor()[c] = (float) (-factor * inverse * inverse * product);
            lanes.summand()[c] = (float) (-factor * sum);
            dWeight.set(FLOAT, 4L * c, (float) (product * inverse));
            dBias.set(FLOAT, 4L * c, (float) sum);
        }
        lanes.repeat(lanes.differenceFactor());
        lanes.repeat(lanes.summand());
        joined = blocks.joinsRows() && x.isDense() && masked.isDense() && dX.isDense();
        summing = false;
    }
}
