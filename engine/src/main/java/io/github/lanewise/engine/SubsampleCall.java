package io.github.lanewise.engine;

import io.github.lanewise.engine.kernel.Pool;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** What one {@link Elementwise#subsamplePadChannels} works with; a part is a row of the output. */
final class SubsampleCall implements Workers.Task {
    private static final Pool<SubsampleCall> POOL = new Pool<>(SubsampleCall::new);
    private static final Tensor NOTHING = Tensor.view(MemorySegment.NULL, Shape.of(0), Padding.NONE);
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private Tensor in = NOTHING;
    private Tensor out = NOTHING;
    private int stride;
    private int channelsBefore;
    private int rows;
    private int columns;

    private SubsampleCall() {}

    /** Runs one call; shapes have been checked. */
    static void run(int stride, int channelsBefore, Tensor in, Tensor out, Workers workers) {
        Shape shape = out.shape();
        Workers forked = workers.forWork(shape.elements()).reaching("in", in).reaching("out", out);
        if (shape.elements() == 0) {
            return;
        }
        SubsampleCall call = POOL.acquire();
        try {
            call.in = in;
            call.out = out;
            call.stride = stride;
            call.channelsBefore = channelsBefore;
            boolean images = shape.rank() == 4;
            call.rows = images ? shape.dimension(1) : 1;
            call.columns = images ? shape.dimension(2) : 1;
            int parts = Math.multiplyExact(shape.dimension(0), call.rows);
            forked.run(parts, call);
        } finally {
            call.in = NOTHING;
            call.out = NOTHING;
            POOL.release(call);
        }
    }

    @Override
    public void run(int part, int lane) {
        int image = part / rows;
        int y = part % rows;
        int channelAxis = out.shape().rank() - 1;
        int outChannels = out.shape().dimension(channelAxis);
        long channelBytes = 4L * in.shape().dimension(channelAxis);
        long row = out.at(image, y, 0);
        zero(Math.multiplyExact(columns, outChannels), row);
        for (int x = 0; x < columns; x++) {
            long from = in.at(image, y * stride, x * stride);
            long to = row + 4L * ((long) x * outChannels + channelsBefore);
            MemorySegment.copy(in.segment(), from, out.segment(), to, channelBytes);
        }
    }

    private void zero(int n, long at) {
        MemorySegment target = out.segment();
        for (int i = 0; i < n; i++) {
            target.set(FLOAT, at + i * 4L, 0);
        }
    }
}
