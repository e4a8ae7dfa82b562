package io.github.lanewise.engine;

import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.kernel.Kernels;
import io.github.lanewise.engine.kernel.Pool;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/**
 * What the gradient of one {@link Pooling} of windows works with. A part is an image: its windows may overlap, and their
 * gradients are added one after the other.
 */
final class PoolingGradientCall implements Workers.Task {
    private static final Pool<PoolingGradientCall> POOL = new Pool<>(PoolingGradientCall::new);
    private static final Tensor NOTHING = Tensor.view(MemorySegment.NULL, Shape.of(0, 0, 0, 0), Padding.NONE);
    private static final PoolGeometry WHOLE_IMAGE = PoolGeometry.of(1, 1);

    private final KernelSet kernels = Kernels.current();
    private PoolGeometry geometry = WHOLE_IMAGE;
    private PoolingCall.Reduction reduction = PoolingCall.Reduction.MAX;
    private Tensor in = NOTHING;
    private Tensor dOut = NOTHING;
    private Tensor dIn = NOTHING;
    private int channels;
    private int height;
    private int width;

    private PoolingGradientCall() {}

    /** Runs one call; shapes have been checked. */
    static void run(
            PoolGeometry geometry,
            PoolingCall.Reduction reduction,
            Tensor in,
            Tensor dOut,
            Tensor dIn,
            Workers workers) {
        Shape shape = dIn.shape();
        long window = (long) geometry.kernelHeight() * geometry.kernelWidth();
        Workers forked = workers.forWork(2 * dOut.shape().elements() * window)
                .reaching("in", in)
                .reaching("dOut", dOut)
                .reaching("dIn", dIn);
        PoolingGradientCall call = POOL.acquire();
        try {
            call.geometry = geometry;
            call.reduction = reduction;
            call.in = in;
            call.dOut = dOut;
            call.dIn = dIn;
            call.height = shape.dimension(1);
            call.width = shape.dimension(2);
            call.channels = shape.dimension(3);
            forked.run(shape.dimension(0), call);
        } finally {
            call.in = NOTHING;
            call.dOut = NOTHING;
            call.dIn = NOTHING;
            POOL.release(call);
        }
    }

    @Override
    public void run(int image, int thread) {
        for (int y = 0; y < height; y++) {
            dIn.segment().asSlice(dIn.at(image, y, 0), 4L * width * channels).fill((byte) 0);
        }
        for (int y = 0; y < dOut.shape().dimension(1); y++) {
            row(image, y);
        }
    }

    private void row(int image, int y) {
        Padding padding = geometry.padding();
        int top = y * geometry.strideHeight() - padding.top();
        int dilation = geometry.dilationHeight();
        int above = PoolingCall.tapsBefore(dilation, top);
        int rows = PoolingCall.taps(geometry.kernelHeight(), dilation, height - top) - above;
        int countedRows = PoolingCall.taps(geometry.kernelHeight(), dilation, height + padding.bottom() - top);
        for (int x = 0; x < dOut.shape().dimension(2); x++) {
            int left = x * geometry.strideWidth() - padding.left();
            int before = PoolingCall.tapsBefore(geometry.dilationWidth(), left);
            int columns = PoolingCall.taps(geometry.kernelWidth(), geometry.dilationWidth(), width - left) - before;
            int countedColumns =
                    PoolingCall.taps(geometry.kernelWidth(), geometry.dilationWidth(), width + padding.right() - left);
            int firstRow = top + above * dilation;
            int firstColumn = left + before * geometry.dilationWidth();
            if (rows <= 0 || columns <= 0) {
                continue;
            }
            long from = dOut.at(image, y, x);
            switch (reduction) {
                case MAX -> pickLargest(image, firstRow, firstColumn, rows, columns, from);
                case AVERAGE -> spread(image, firstRow, firstColumn, rows, columns, from, (long) rows * columns);
                case AVERAGE_COUNTING_PADDING ->
                    spread(image, firstRow, firstColumn, rows, columns, from, (long) countedRows * countedColumns);
            }
        }
    }

    private void pickLargest(int image, int firstRow, int firstColumn, int rows, int columns, long from) {
        kernels.poolingGradient()
                .max(
                        channels,
                        rows,
                        columns,
                        in.segment(),
                        in.at(image, firstRow, firstColumn),
                        in.rowBytes() * geometry.dilationHeight(),
                        dOut.segment(),
                        from,
                        dIn.segment(),
                        dIn.at(image, firstRow, firstColumn),
                        dIn.rowBytes() * geometry.dilationHeight(),
                        4L * channels * geometry.dilationWidth());
    }

    private void spread(int image, int firstRow, int firstColumn, int rows, int columns, long from, long count) {
        kernels.poolingGradient()
                .average(
                        channels,
                        rows,
                        columns,
                        1f / count,
                        dOut.segment(),
                        from,
                        dIn.segment(),
                        dIn.at(image, firstRow, firstColumn),
                        dIn.rowBytes() * geometry.dilationHeight(),
                        4L * channels * geometry.dilationWidth());
    }
}
