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

/**
 * What one call of {@link Reduce} works with: a walk over the kept axes, which is shared between threads, and for every run
 * of results a walk over the reduced ones.
 */
final class ReduceCall implements Workers.Task, StridedWalk.Visitor {
    private static final Pool<ReduceCall> POOL = new Pool<>(ReduceCall::new);
    private static final Tensor NOTHING = Tensor.view(MemorySegment.NULL, Shape.of(0), Padding.NONE);
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final int CHAINS = ReductionKernels.CHAINS;
    private static final int PIECE = 1 << 14;

    /** Results of one run that a first-level cache holds while they are summed. */
    private static final int LONGEST_RUN = 1024;

    private static final int SHORTEST_RUN = 128;

    private final KernelSet kernels = Kernels.current();
    private final StridedWalk kept = new StridedWalk();
    private final StridedWalk reduced = new StridedWalk();
    private Lane[] lanes = {};
    private Reduction reduction = Reduction.SUM;
    private Tensor x = NOTHING;
    private Tensor y = NOTHING;
    private boolean acrossRuns;
    private long count;
    private int reducedParts;

    private ReduceCall() {}

    /** The results that one thread is summing. */
    private final class Lane implements StridedWalk.Visitor {
        private final float[] chains = new float[CHAINS];
        private int results;
        private long fromAt;
        private long toAt;
        private long seen;

        @Override
        public void visit(int n, long offset, long second, long third, int lane) {
            if (acrossRuns) {
                for (int i = 0; i < n; i++) {
                    accumulate(results, fromAt + offset + i * reduced.step(0), toAt);
                }
            } else {
                chain(n, fromAt + offset);
            }
        }

        private void chain(int n, long at) {
            int head = reduced.step(0) == Float.BYTES ? (int) Math.min(n, -seen & CHAINS - 1) : n;
            int whole = (n - head) / CHAINS * CHAINS;
            single(0, head, at);
            kernels.reductions().chain(reduction, whole, 0, x.segment(), at + 4L * head, chains);
            single(head + whole, n, at);
            seen += n;
        }

        private void single(int first, int end, long at) {
            for (int i = first; i < end; i++) {
                int chain = (int) (seen + i) & CHAINS - 1;
                float value = x.segment().get(FLOAT, at + i * reduced.step(0));
                chains[chain] = reduction.accumulate(chains[chain], value);
            }
        }
    }

    /** Reduces the axes whose bits are set; shapes have been checked. */
    static void run(Reduction reduction, Tensor x, int mask, Tensor y, Workers workers) {
        Workers forked = workers.forWork(x.shape().elements()).reaching("x", x).reaching("y", y);
        ReduceCall call = POOL.acquire();
        try {
            call.reduction = reduction;
            call.x = x;
            call.y = y;
            call.run(mask, forked);
        } finally {
            call.x = NOTHING;
            call.y = NOTHING;
            POOL.release(call);
        }
    }

    private void run(int mask, Workers workers) {
        Shape shape = x.shape();
        boolean keepsAxes = y.shape().rank() == shape.rank();
        kept.begin(StridedWalk.origin(x), StridedWalk.origin(y), 0);
        reduced.begin(0, 0, 0);
        acrossRuns = true;
        int target = 0;
        for (int axis = 0; axis < shape.rank(); axis++) {
            int extent = shape.dimension(axis);
            boolean reduces = (mask & 1 << axis) != 0;
            if (reduces) {
                reduced.axis(extent, StridedWalk.step(x, axis), 0, 0);
            } else {
                kept.axis(extent, StridedWalk.step(x, axis), StridedWalk.step(y, target), 0);
            }
            target += keepsAxes || !reduces ? 1 : 0;
            acrossRuns = extent > 1 ? !reduces : acrossRuns;
        }
        count = reduced.elements();
        reducedParts = reduced.parts(workers.threads());
        ensureLanes(workers.threads());
        int few = (int) Math.max(acrossRuns ? SHORTEST_RUN : 1, PIECE / Math.max(1, count));
        workers.run(kept.parts(workers.threads(), Math.min(LONGEST_RUN, few)), this);
    }

    private void ensureLanes(int threads) {
        if (lanes.length < threads) {
            lanes = new Lane[threads];
            for (int i = 0; i < threads; i++) {
                lanes[i] = new Lane();
            }
        }
    }

    @Override
    public void run(int part, int lane) {
        kept.run(part, lane, this);
    }

    @Override
    public void visit(int n, long xAt, long yAt, long none, int lane) {
        Lane results = lanes[lane];
        long yStep = kept.step(1);
        if (acrossRuns) {
            for (int i = 0; i < n; i++) {
                y.segment().set(FLOAT, yAt + i * yStep, reduction.identity());
            }
            reduce(results, n, xAt, yAt, lane);
            for (int i = 0; i < n; i++) {
                float sum = y.segment().get(FLOAT, yAt + i * yStep);
                y.segment().set(FLOAT, yAt + i * yStep, reduction.finish(sum, count));
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            Arrays.fill(results.chains, reduction.identity());
            results.seen = 0;
            reduce(results, 1, xAt + i * kept.step(0), yAt, lane);
            y.segment()
                    .set(
                            FLOAT,
                            yAt + i * yStep,
                            reduction.finish(ReductionKernels.fold(reduction, results.chains), count));
        }
    }

    private void reduce(Lane results, int n, long xAt, long yAt, int lane) {
        results.results = n;
        results.fromAt = xAt;
        results.toAt = yAt;
        for (int part = 0; part < reducedParts; part++) {
            reduced.run(part, lane, results);
        }
    }

    private void accumulate(int n, long xAt, long yAt) {
        if (n == 1 || (kept.step(0) == Float.BYTES && kept.step(1) == Float.BYTES)) {
            kernels.reductions().accumulate(reduction, n, x.segment(), xAt, y.segment(), yAt);
            return;
        }
        long xStep = kept.step(0);
        long yStep = kept.step(1);
        for (int i = 0; i < n; i++) {
            float sum = y.segment().get(FLOAT, yAt + i * yStep);
            float next = reduction.accumulate(sum, x.segment().get(FLOAT, xAt + i * xStep));
            y.segment().set(FLOAT, yAt + i * yStep, next);
        }
    }
}
