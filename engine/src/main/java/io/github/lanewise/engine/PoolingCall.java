package io.github.lanewise.engine;

import io.github.lanewise.engine.kernel.Kernels;
import io.github.lanewise.engine.kernel.Pool;
import io.github.lanewise.engine.kernel.PoolingKernels;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.engine.tensor.Tensor;

/** What one call of a pooling works with; a part is a row of the output, or an image of a global pooling. */
final class PoolingCall implements Workers.Task {

    static final Pool<PoolingCall> POOL = new Pool<>(PoolingCall::new);

    /** Additions or comparisons below which a second thread costs more than it brings. */
    private static final long WORTH_FORKING = 1 << 19;

    enum Kind {
        MAX,
        AVERAGE,
        AVERAGE_COUNTING_PADDING,
        GLOBAL_MAX,
        GLOBAL_AVERAGE;

        private boolean global() {
            return this == GLOBAL_MAX || this == GLOBAL_AVERAGE;
        }
    }

    private static final PoolGeometry WHOLE = PoolGeometry.of(1, 1);

    private final PoolingKernels kernels = Kernels.current().pooling();
    private final Tensor nothing = Tensor.of(new float[0], 0, 0, 0, 0);
    private Kind kind = Kind.MAX;
    private PoolGeometry geometry = WHOLE;
    private Tensor in = nothing;
    private Tensor out = nothing;

    /** Runs one pooling; shapes have been checked. */
    static void run(Kind kind, PoolGeometry geometry, Tensor in, Tensor out, Workers workers) {
        PoolingCall call = POOL.acquire();
        try {
            call.kind = kind;
            call.geometry = geometry;
            call.in = in;
            call.out = out;
            int images = out.shape().dimension(0);
            long window = (long) geometry.kernelHeight() * geometry.kernelWidth();
            long work = kind.global() ? in.shape().elements() : out.shape().elements() * window;
            int parts = kind.global() ? images : images * out.shape().dimension(1);
            (work < WORTH_FORKING ? Workers.single() : workers).run(parts, call);
        } finally {
            call.in = call.nothing;
            call.out = call.nothing;
            POOL.release(call);
        }
    }

    /** Runs one pooling over whole images. */
    static void runGlobal(Kind kind, Tensor in, Tensor out, Workers workers) {
        run(kind, WHOLE, in, out, workers);
    }

    @Override
    public void run(int part, int lane) {
        if (kind.global()) {
            image(part);
        } else {
            row(part / out.shape().dimension(1), part % out.shape().dimension(1));
        }
    }

    private void image(int image) {
        int height = in.shape().dimension(1);
        int width = in.shape().dimension(2);
        int channels = in.shape().dimension(3);
        long from = in.at(image, 0, 0);
        long to = 4L * image * channels;
        if (kind == Kind.GLOBAL_MAX) {
            kernels.max(channels, height, width, in.segment(), from, in.rowBytes(), 4L * channels, out.segment(), to);
        } else {
            kernels.average(
                    channels,
                    height,
                    width,
                    (float) height * width,
                    in.segment(),
                    from,
                    in.rowBytes(),
                    4L * channels,
                    out.segment(),
                    to);
        }
    }

    private void row(int image, int y) {
        Padding padding = geometry.padding();
        int height = in.shape().dimension(1);
        int width = in.shape().dimension(2);
        int channels = in.shape().dimension(3);
        int top = y * geometry.strideHeight() - padding.top();
        int rowFrom = Math.max(0, top);
        int rowTo = Math.min(height, top + geometry.kernelHeight());
        int countedRows = Math.min(height + padding.bottom(), top + geometry.kernelHeight()) - top;
        for (int x = 0; x < out.shape().dimension(2); x++) {
            int left = x * geometry.strideWidth() - padding.left();
            int columnFrom = Math.max(0, left);
            int columnTo = Math.min(width, left + geometry.kernelWidth());
            int countedColumns = Math.min(width + padding.right(), left + geometry.kernelWidth()) - left;
            long from = in.at(image, rowFrom, columnFrom);
            long to = out.at(image, y, x);
            int rows = rowTo - rowFrom;
            int columns = columnTo - columnFrom;
            if (kind == Kind.MAX) {
                kernels.max(
                        channels, rows, columns, in.segment(), from, in.rowBytes(), 4L * channels, out.segment(), to);
            } else {
                int count = kind == Kind.AVERAGE ? rows * columns : countedRows * countedColumns;
                kernels.average(
                        channels,
                        rows,
                        columns,
                        count,
                        in.segment(),
                        from,
                        in.rowBytes(),
                        4L * channels,
                        out.segment(),
                        to);
            }
        }
    }
}
