package io.github.lanewise.engine;

import io.github.lanewise.engine.kernel.Pool;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/** What one call of softmax along another axis than the last works with; the bits are those along the last axis. */
final class AxisSoftmaxCall implements Workers.Task, StridedWalk.Visitor {
    private static final Pool<AxisSoftmaxCall> POOL = new Pool<>(AxisSoftmaxCall::new);
    private static final Tensor NOTHING = Tensor.view(MemorySegment.NULL, Shape.of(0), Padding.NONE);
    private static final int PIECE = 1 << 13;

    /** Additions that take as long as one element, which is read across cache lines and raised to e twice. */
    private static final int COST = 32;

    private final StridedWalk others = new StridedWalk();
    private float[][] laneSums = {};
    private Tensor in = NOTHING;
    private Tensor out = NOTHING;
    private boolean logarithm;
    private int extent;
    private long inStep;
    private long outStep;

    private AxisSoftmaxCall() {}

    /** Shapes have been checked. */
    static void run(boolean logarithm, int axis, Tensor in, Tensor out, Workers workers) {
        Workers forked =
                workers.forWork(in.shape().elements() * COST).reaching("in", in).reaching("out", out);
        AxisSoftmaxCall call = POOL.acquire();
        try {
            call.logarithm = logarithm;
            call.in = in;
            call.out = out;
            call.run(axis, forked);
        } finally {
            call.in = NOTHING;
            call.out = NOTHING;
            POOL.release(call);
        }
    }

    private void run(int axis, Workers workers) {
        Shape shape = in.shape();
        extent = shape.dimension(axis);
        inStep = StridedWalk.step(in, axis);
        outStep = StridedWalk.step(out, axis);
        if (laneSums.length < workers.threads()) {
            laneSums = new float[workers.threads()][Softmax.SUMS];
        }
        others.begin(StridedWalk.origin(in), StridedWalk.origin(out), 0);
        for (int d = 0; d < shape.rank(); d++) {
            if (d != axis) {
                others.axis(shape.dimension(d), StridedWalk.step(in, d), StridedWalk.step(out, d), 0);
            }
        }
        workers.run(extent == 0 ? 0 : others.parts(workers.threads(), Math.max(1, PIECE / extent)), this);
    }

    @Override
    public void run(int part, int lane) {
        others.run(part, lane, this);
    }

    @Override
    public void visit(int n, long inAt, long outAt, long none, int lane) {
        for (int i = 0; i < n; i++) {
            long from = inAt + i * others.step(0);
            long to = outAt + i * others.step(1);
            Softmax.strided(logarithm, extent, laneSums[lane], in.segment(), from, inStep, out.segment(), to, outStep);
        }
    }
}
