package io.github.lanewise.engine;

import io.github.lanewise.engine.kernel.Kernels;
import io.github.lanewise.engine.kernel.Pool;
import io.github.lanewise.engine.kernel.PoolingKernels;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/** What one call of {@link Pooling} works with; a part is a row of the output, or a block of channels of a whole image. */
final class PoolingCall implements Workers.Task {
    private static final Pool<PoolingCall> POOL = new Pool<>(PoolingCall::new);
    private static final Tensor NOTHING = Tensor.view(MemorySegment.NULL, Shape.of(0, 0, 0, 0), Padding.NONE);
    private static final PoolGeometry WHOLE_IMAGE = PoolGeometry.of(1, 1);
    private static final int CHANNEL_BLOCK = 128;

    enum Reduction {
        MAX,
        AVERAGE,
        AVERAGE_COUNTING_PADDING
    }

    private final PoolingKernels kernels = Kernels.current().pooling();
    private PoolGeometry geometry = WHOLE_IMAGE;
    private Reduction reduction = Reduction.MAX;
    private Tensor in = NOTHING;
    private Tensor out = NOTHING;
    private int height;
    private int width;
    private int channels;
    private int channelBlocks;

    private PoolingCall() {}

    /** Pools windows; shapes have been checked. */
    static void run(PoolGeometry geometry, Reduction reduction, Tensor in, Tensor out, Workers workers) {
        Shape shape = out.shape();
        long window = (long) geometry.kernelHeight() * geometry.kernelWidth();
        int parts = Math.multiplyExact(shape.dimension(0), shape.dimension(1));
        run(geometry, reduction, in, out, parts, shape.elements() * window, workers);
    }

    /** Pools whole images; shapes have been checked. */
    static void runGlobal(Reduction reduction, Tensor in, Tensor out, Workers workers) {
        Shape shape = in.shape();
        int parts = Math.multiplyExact(shape.dimension(0), Math.ceilDiv(shape.dimension(3), CHANNEL_BLOCK));
        run(WHOLE_IMAGE, reduction, in, out, parts, shape.elements(), workers);
    }

    private static void run(
            PoolGeometry geometry,
            Reduction reduction,
            Tensor in,
            Tensor out,
            int parts,
            long additions,
            Workers workers) {
        Workers forked = workers.forWork(additions).reaching("in", in).reaching("out", out);
        PoolingCall call = POOL.acquire();
        try {
            call.geometry = geometry;
            call.reduction = reduction;
            call.in = in;
            call.out = out;
            call.height = in.shape().dimension(1);
            call.width = in.shape().dimension(2);
            call.channels = in.shape().dimension(3);
            call.channelBlocks = Math.ceilDiv(call.channels, CHANNEL_BLOCK);
            forked.run(parts, call);
        } finally {
            call.in = NOTHING;
            call.out = NOTHING;
            POOL.release(call);
        }
    }

    @Override
    public void run(int part, int lane) {
        if (out.shape().rank() == 2) {
            channelBlock(part / channelBlocks, part % channelBlocks * CHANNEL_BLOCK);
        } else {
            row(part / out.shape().dimension(1), part % out.shape().dimension(1));
        }
    }

    private void channelBlock(int image, int channel) {
        int count = Math.min(CHANNEL_BLOCK, channels - channel);
        long from = in.at(image, 0, 0) + 4L * channel;
        reduce(count, height, width, (long) height * width, from, out.at(image, 0, 0) + 4L * channel);
    }

    private void row(int image, int y) {
        Padding padding = geometry.padding();
        int top = y * geometry.strideHeight() - padding.top();
        int dilation = geometry.dilationHeight();
        int above = tapsBefore(dilation, top);
        int rows = taps(geometry.kernelHeight(), dilation, height - top) - above;
        int countedRows = taps(geometry.kernelHeight(), dilation, height + padding.bottom() - top);
        for (int x = 0; x < out.shape().dimension(2); x++) {
            int left = x * geometry.strideWidth() - padding.left();
            int before = tapsBefore(geometry.dilationWidth(), left);
            int columns = taps(geometry.kernelWidth(), geometry.dilationWidth(), width - left) - before;
            int countedColumns = taps(geometry.kernelWidth(), geometry.dilationWidth(), width + padding.right() - left);
            long count = reduction == Reduction.AVERAGE_COUNTING_PADDING
                    ? (long) countedRows * countedColumns
                    : (long) Math.max(0, rows) * Math.max(0, columns);
            long from = in.at(image, top + above * dilation, left + before * geometry.dilationWidth());
            reduce(channels, rows, columns, count, from, out.at(image, y, x));
        }
    }

    /** How many of the taps of a window that begins at {@code start} lie before 0. */
    static int tapsBefore(int dilation, int start) {
        return Math.max(0, Math.ceilDiv(-start, dilation));
    }

    /** How many of the taps of a window begin before {@code end}, counted from its first. */
    static int taps(int kernel, int dilation, int end) {
        return Math.min(kernel, Math.ceilDiv(Math.max(0, end), dilation));
    }

    private void reduce(int channelCount, int rows, int columns, long count, long from, long to) {
        MemorySegment source = in.segment();
        MemorySegment target = out.segment();
        long rowStride = in.rowBytes() * geometry.dilationHeight();
        long pixelStride = 4L * channels * geometry.dilationWidth();
        if (reduction == Reduction.MAX) {
            kernels.max(channelCount, rows, columns, source, from, rowStride, pixelStride, target, to);
        } else {
            kernels.average(
                    channelCount, rows, columns, (float) count, source, from, rowStride, pixelStride, target, to);
        }
    }
}
