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
import org.jspecify.annotations.Nullable;

/** What one {@link BatchNorm#apply} works with; a part is a block of pixels. */
final class BatchNormApplyCall implements Workers.Task {
    private static final Pool<BatchNormApplyCall> POOL = new Pool<>(BatchNormApplyCall::new);
    private static final Tensor NOTHING = Tensor.view(MemorySegment.NULL, Shape.of(0), Padding.NONE);

    private final KernelSet kernels = Kernels.current();
    private final PixelBlocks blocks = new PixelBlocks();
    private final ChannelLanes lanes = new ChannelLanes();
    private Tensor x = NOTHING;
    private @Nullable Tensor residual;
    private Tensor y = NOTHING;
    private Activation activation = Activation.IDENTITY;
    private boolean joined;

    private BatchNormApplyCall() {}

    /** Runs one call; all has been checked. */
    static void run(
            Tensor x,
            Tensor mean,
            Tensor inverseDeviation,
            Tensor weight,
            Tensor bias,
            @Nullable Tensor residual,
            Activation activation,
            Tensor y,
            Workers workers) {
        BatchNormApplyCall call = POOL.acquire();
        try {
            call.x = x;
            call.residual = residual;
            call.y = y;
            call.activation = activation;
            fill(call.lanes, mean, inverseDeviation, weight, bias);
            call.blocks.reset(x.shape(), call.lanes.period());
            boolean dense = x.isDense() && y.isDense() && (residual == null || residual.isDense());
            call.joined = dense && call.blocks.joinsRows();
            workers.run(call.blocks.count(), call);
        } finally {
            call.x = NOTHING;
            call.residual = null;
            call.y = NOTHING;
            POOL.release(call);
        }
    }

    /** Resets the lanes to what {@link BatchNorm#apply} computes with. */
    static void fill(ChannelLanes lanes, Tensor mean, Tensor inverseDeviation, Tensor weight, Tensor bias) {
        int channels = mean.shape().dimension(0);
        lanes.reset(channels);
        for (int c = 0; c < channels; c++) {
            lanes.mean()[c] = mean.segment().get(ValueLayout.JAVA_FLOAT, 4L * c);
            lanes.bias()[c] = bias.segment().get(ValueLayout.JAVA_FLOAT, 4L * c);
            lanes.scale()[c] = inverseDeviation.segment().get(ValueLayout.JAVA_FLOAT, 4L * c)
                    * weight.segment().get(ValueLayout.JAVA_FLOAT, 4L * c);
        }
        lanes.repeat(lanes.mean());
        lanes.repeat(lanes.bias());
        lanes.repeat(lanes.scale());
    }

    @Override
    public void run(int block, int thread) {
        int end = blocks.endRow(block);
        int step = joined ? end - blocks.firstRow(block) : 1;
        for (int row = blocks.firstRow(block); row < end; row += step) {
            span(blocks.pixels(row, row + step) * blocks.channels(), row);
        }
    }

    private void span(int n, int row) {
        float lower = activation.lower();
        float upper = activation.upper();
        long from = blocks.at(x, row);
        long to = blocks.at(y, row);
        if (residual == null) {
            kernels.batchNorm().normalise(n, lanes, lower, upper, x.segment(), from, y.segment(), to);
        } else {
            long residualAt = blocks.at(residual, row);
            MemorySegment summand = residual.segment();
            kernels.batchNorm()
                    .normaliseAdd(n, lanes, lower, upper, x.segment(), from, summand, residualAt, y.segment(), to);
        }
    }
}
