package io.github.lanewise.engine;

import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.kernel.Kernels;
import io.github.lanewise.engine.kernel.Pool;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/** What the gradient of one {@link Elementwise#subsamplePadChannels} works with; a part is a row of dX. */
final class SubsampleGradientCall implements Workers.Task {
    private static final Pool<SubsampleGradientCall> POOL = new Pool<>(SubsampleGradientCall::new);
    private static final Tensor NOTHING = Tensor.view(MemorySegment.NULL, Shape.of(0), Padding.NONE);

    private final KernelSet kernels = Kernels.current();
    private Tensor dY = NOTHING;
    private Tensor dX = NOTHING;
    private boolean adding;
    private int stride;
    private int channelsBefore;
    private int rows;
    private int columns;

    private SubsampleGradientCall() {}

    /** Runs one call; shapes have been checked. */
    static void run(boolean adding, int stride, int channelsBefore, Tensor dY, Tensor dX, Workers workers) {
        Shape shape = dX.shape();
        Workers forked = workers.forWork(shape.elements()).reaching("dOut", dY).reaching("dIn", dX);
        if (shape.elements() == 0) {
            return;
        }
        SubsampleGradientCall call = POOL.acquire();
        try {
            call.dY = dY;
            call.dX = dX;
            call.adding = adding;
            call.stride = stride;
            call.channelsBefore = channelsBefore;
            boolean images = shape.rank() == 4;
            call.rows = images ? shape.dimension(1) : 1;
            call.columns = images ? shape.dimension(2) : 1;
            forked.run(Math.multiplyExact(shape.dimension(0), call.rows), call);
        } finally {
            call.dY = NOTHING;
            call.dX = NOTHING;
            POOL.release(call);
        }
    }

    @Override
    public void run(int part, int lane) {
        int image = part / rows;
        int y = part % rows;
        int channels = dX.shape().dimension(dX.shape().rank() - 1);
        MemorySegment target = dX.segment();
        long row = dX.at(image, y, 0);
        if (!adding) {
            target.asSlice(row, 4L * columns * channels).fill((byte) 0);
        }
        for (int x = 0; y % stride == 0 && x < columns; x += stride) {
            long from = dY.at(image, y / stride, x / stride) + 4L * channelsBefore;
            long to = row + 4L * x * channels;
            if (adding) {
                float none = Float.POSITIVE_INFINITY;
                kernels.elementwise().addScaled(channels, 1, target, to, dY.segment(), from, -none, none, target, to);
            } else {
                MemorySegment.copy(dY.segment(), from, target, to, 4L * channels);
            }
        }
    }
}
