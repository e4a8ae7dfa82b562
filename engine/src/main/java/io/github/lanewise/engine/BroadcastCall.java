package io.github.lanewise.engine;

import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.kernel.Kernels;
import io.github.lanewise.engine.kernel.Pool;
import io.github.lanewise.engine.tensor.BinaryOperation;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** What one call of {@link Broadcast} works with. */
final class BroadcastCall implements Workers.Task, StridedWalk.Visitor {
    private static final Pool<BroadcastCall> POOL = new Pool<>(BroadcastCall::new);
    private static final Tensor NOTHING = Tensor.view(MemorySegment.NULL, Shape.of(0), Padding.NONE);
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    /** Additions that take as long as one power. */
    private static final int COST_OF_POWER = 64;

    private final KernelSet kernels = Kernels.current();
    private final StridedWalk walk = new StridedWalk();
    private BinaryOperation operation = BinaryOperation.ADD;
    private Tensor a = NOTHING;
    private Tensor b = NOTHING;
    private Tensor y = NOTHING;

    private BroadcastCall() {}

    /** Runs one operation; shapes have been checked. */
    static void run(BinaryOperation operation, Tensor a, Tensor b, Tensor y, Workers workers) {
        Workers forked = workers.forWork(y.shape().elements() * cost(operation))
                .reaching("a", a)
                .reaching("b", b)
                .reaching("y", y);
        BroadcastCall call = POOL.acquire();
        try {
            call.operation = operation;
            call.a = a;
            call.b = b;
            call.y = y;
            call.run(forked);
        } finally {
            call.a = NOTHING;
            call.b = NOTHING;
            call.y = NOTHING;
            POOL.release(call);
        }
    }

    private static int cost(BinaryOperation operation) {
        return operation == BinaryOperation.POWER ? COST_OF_POWER : 1;
    }

    private void run(Workers workers) {
        Shape shape = y.shape();
        int rank = shape.rank();
        walk.begin(StridedWalk.origin(a), StridedWalk.origin(b), StridedWalk.origin(y));
        for (int axis = 0; axis < rank; axis++) {
            walk.axis(
                    shape.dimension(axis),
                    Broadcast.step(a, rank, axis),
                    Broadcast.step(b, rank, axis),
                    StridedWalk.step(y, axis));
        }
        workers.run(walk.parts(workers.threads()), this);
    }

    @Override
    public void run(int part, int lane) {
        walk.run(part, lane, this);
    }

    @Override
    public void visit(int n, long aAt, long bAt, long yAt, int lane) {
        MemorySegment left = a.segment();
        MemorySegment right = b.segment();
        MemorySegment result = y.segment();
        long aStep = walk.step(0);
        long bStep = walk.step(1);
        long yStep = walk.step(2);
        if (yStep != Float.BYTES || n == 1) {
            strided(n, aAt, bAt, yAt);
        } else if (aStep == Float.BYTES && bStep == Float.BYTES) {
            kernels.binary().apply(operation, n, left, aAt, right, bAt, result, yAt);
        } else if (aStep == Float.BYTES && bStep == 0) {
            kernels.binary().applyRight(operation, n, left, aAt, right.get(FLOAT, bAt), result, yAt);
        } else if (aStep == 0 && bStep == Float.BYTES) {
            kernels.binary().applyLeft(operation, n, left.get(FLOAT, aAt), right, bAt, result, yAt);
        } else {
            strided(n, aAt, bAt, yAt);
        }
    }

    private void strided(int n, long aAt, long bAt, long yAt) {
        for (int i = 0; i < n; i++) {
            float left = a.segment().get(FLOAT, aAt + i * walk.step(0));
            float right = b.segment().get(FLOAT, bAt + i * walk.step(1));
            y.segment().set(FLOAT, yAt + i * walk.step(2), operation.apply(left, right));
        }
    }
}
