package io.github.lanewise.engine;

import io.github.lanewise.engine.kernel.Pool;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** What one call of {@link Reduce#argMax} or {@link Reduce#argMin} works with. */
final class ExtremeIndexCall implements Workers.Task, StridedWalk.Visitor {
    private static final Pool<ExtremeIndexCall> POOL = new Pool<>(ExtremeIndexCall::new);
    private static final Tensor NOTHING = Tensor.view(MemorySegment.NULL, Shape.of(0), Padding.NONE);
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final int PIECE = 1 << 14;

    /** Additions that take as long as one element. */
    private static final int COST = 2;

    private final StridedWalk kept = new StridedWalk();
    private Tensor x = NOTHING;
    private Tensor y = NOTHING;
    private float sign = 1;
    private boolean selectLast;
    private int extent;
    private long step;

    private ExtremeIndexCall() {}

    /** Finds the largest of {@code sign · x}; shapes have been checked. */
    static void run(int sign, Tensor x, int axis, boolean selectLast, Tensor y, Workers workers) {
        Workers forked =
                workers.forWork(x.shape().elements() * COST).reaching("x", x).reaching("y", y);
        ExtremeIndexCall call = POOL.acquire();
        try {
            call.sign = sign;
            call.selectLast = selectLast;
            call.x = x;
            call.y = y;
            call.run(axis, forked);
        } finally {
            call.x = NOTHING;
            call.y = NOTHING;
            POOL.release(call);
        }
    }

    private void run(int axis, Workers workers) {
        Shape shape = x.shape();
        extent = shape.dimension(axis);
        step = StridedWalk.step(x, axis);
        int left = y.shape().rank() < shape.rank() ? 1 : 0;
        kept.begin(StridedWalk.origin(x), StridedWalk.origin(y), 0);
        for (int d = 0; d < shape.rank(); d++) {
            if (d != axis) {
                int target = d < axis ? d : d - left;
                kept.axis(shape.dimension(d), StridedWalk.step(x, d), StridedWalk.step(y, target), 0);
            }
        }
        workers.run(kept.parts(workers.threads(), Math.max(1, PIECE / extent)), this);
    }

    @Override
    public void run(int part, int lane) {
        kept.run(part, lane, this);
    }

    @Override
    public void visit(int n, long xAt, long yAt, long none, int lane) {
        for (int i = 0; i < n; i++) {
            y.segment().set(FLOAT, yAt + i * kept.step(1), index(xAt + i * kept.step(0)));
        }
    }

    private int index(long at) {
        MemorySegment segment = x.segment();
        int best = 0;
        float largest = sign * segment.get(FLOAT, at);
        for (int i = 1; i < extent; i++) {
            float value = sign * segment.get(FLOAT, at + i * step);
            boolean larger = value > largest || (Float.isNaN(value) && !Float.isNaN(largest));
            boolean equal = value == largest || (Float.isNaN(value) && Float.isNaN(largest));
            if (larger || (selectLast && equal)) {
                best = i;
                largest = value;
            }
        }
        return best;
    }
}
