package io.github.lanewise.engine;

import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.kernel.Kernels;
import io.github.lanewise.engine.kernel.Pool;
import io.github.lanewise.engine.kernel.ReductionKernels;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Reduction;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** What one call of {@link Normalisation#layer} works with; a part is some vectors. */
final class LayerNormCall implements Workers.Task {
    private static final Pool<LayerNormCall> POOL = new Pool<>(LayerNormCall::new);
    private static final Tensor NOTHING = Tensor.view(MemorySegment.NULL, Shape.of(0), Padding.NONE);
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final int PIECE = 1 << 14;

    /** Additions that take as long as one element. */
    private static final int COST = 2;

    private final KernelSet kernels = Kernels.current();
    private float[][] chains = {};
    private Tensor x = NOTHING;
    private Tensor y = NOTHING;
    private Tensor scale = NOTHING;
    private Tensor shift = NOTHING;
    private float epsilon;
    private int extent;
    private int rowsPerPart;
    private long rows;

    private LayerNormCall() {}

    /** Normalises; shapes have been checked. */
    static void run(Tensor x, Tensor scale, Tensor shift, float epsilon, Tensor y, Workers workers) {
        Workers forked = workers.forWork(x.shape().elements() * COST)
                .reaching("x", x)
                .reaching("scale", scale)
                .reaching("shift", shift)
                .reaching("y", y);
        if (x.shape().elements() == 0) {
            return;
        }
        LayerNormCall call = POOL.acquire();
        try {
            call.x = x;
            call.y = y;
            call.scale = scale;
            call.shift = shift;
            call.epsilon = epsilon;
            call.run(forked);
        } finally {
            call.x = NOTHING;
            call.y = NOTHING;
            call.scale = NOTHING;
            call.shift = NOTHING;
            POOL.release(call);
        }
    }

    private void run(Workers workers) {
        Shape shape = x.shape();
        extent = shape.dimension(shape.rank() - 1);
        rows = shape.elements() / extent;
        rowsPerPart = Math.max(1, PIECE / extent);
        if (chains.length < workers.threads()) {
            chains = new float[workers.threads()][ReductionKernels.CHAINS];
        }
        workers.run(Math.toIntExact(Math.ceilDiv(rows, rowsPerPart)), this);
    }

    @Override
    public void run(int part, int lane) {
        long last = Math.min(rows, (part + 1L) * rowsPerPart);
        for (long row = (long) part * rowsPerPart; row < last; row++) {
            normalise(row * extent * Float.BYTES, chains[lane]);
        }
    }

    private void normalise(long at, float[] sums) {
        float mean = sum(Reduction.SUM, 0, at, sums) / extent;
        float variance = sum(Reduction.SUM_OF_SQUARES, mean, at, sums) / extent;
        float factor = 1 / (float) Math.sqrt(variance + epsilon);
        MemorySegment in = x.segment();
        MemorySegment out = y.segment();
        for (long c = 0; c < 4L * extent; c += 4) {
            float normal = (in.get(FLOAT, at + c) - mean) * factor;
            out.set(
                    FLOAT,
                    at + c,
                    normal * scale.segment().get(FLOAT, c) + shift.segment().get(FLOAT, c));
        }
    }

    private float sum(Reduction reduction, float subtrahend, long at, float[] sums) {
        Arrays.fill(sums, 0);
        int whole = extent - extent % ReductionKernels.CHAINS;
        kernels.reductions().chain(reduction, whole, subtrahend, x.segment(), at, sums);
        for (int i = whole; i < extent; i++) {
            float value = x.segment().get(FLOAT, at + 4L * i) - subtrahend;
            sums[i - whole] = reduction.accumulate(sums[i - whole], value);
        }
        return ReductionKernels.fold(reduction, sums);
    }
}
