package io.github.lanewise.engine;

import io.github.lanewise.engine.kernel.Pool;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** What the gradient of one {@link Pooling#globalAverage} works with; a part is an image, whose pixels are all the same. */
final class GlobalAverageGradientCall implements Workers.Task {
    private static final Pool<GlobalAverageGradientCall> POOL = new Pool<>(GlobalAverageGradientCall::new);
    private static final Tensor NOTHING = Tensor.view(MemorySegment.NULL, Shape.of(0, 0, 0, 0), Padding.NONE);
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;

    private Tensor dOut = NOTHING;
    private Tensor dIn = NOTHING;

    private GlobalAverageGradientCall() {}

    /** Runs one call; shapes have been checked. */
    static void run(Tensor dOut, Tensor dIn, Workers workers) {
        Shape shape = dIn.shape();
        Workers forked =
                workers.forWork(shape.elements()).reaching("dOut", dOut).reaching("dIn", dIn);
        GlobalAverageGradientCall call = POOL.acquire();
        try {
            call.dOut = dOut;
            call.dIn = dIn;
            forked.run(shape.dimension(0), call);
        } finally {
            call.dOut = NOTHING;
            call.dIn = NOTHING;
            POOL.release(call);
        }
    }

    @Override
    public void run(int image, int thread) {
        Shape shape = dIn.shape();
        long pixelBytes = 4L * shape.dimension(3);
        long row = shape.dimension(2) * pixelBytes;
        long first = dIn.at(image, 0, 0);
        float count = (float) ((long) shape.dimension(1) * shape.dimension(2));
        for (long c = 0; c < pixelBytes; c += 4) {
            float gradient = dOut.segment().get(FLOAT, dOut.at(image, 0, 0) + c);
            dIn.segment().set(FLOAT, first + c, gradient / count);
        }
        for (long filled = pixelBytes; filled < row; filled *= 2) {
            copy(first, first + filled, Math.min(filled, row - filled));
        }
        for (int y = 1; y < shape.dimension(1); y++) {
            copy(first, dIn.at(image, y, 0), row);
        }
    }

    private void copy(long from, long to, long bytes) {
        MemorySegment.copy(dIn.segment(), from, dIn.segment(), to, bytes);
    }
}
