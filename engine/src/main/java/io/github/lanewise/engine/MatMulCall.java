package io.github.lanewise.engine;

import io.github.lanewise.engine.kernel.Pool;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/**
 * What one call of {@link MatMul} works with. Neighbouring products with one B are one product with more rows. Many small
 * products are shared between threads, each as a whole; a few large ones are run one by one, each on all threads.
 */
final class MatMulCall implements Workers.Task, StridedWalk.Visitor {
    /** Multiply-adds of small products that are worth a part of their own. */
    private static final long MULTIPLY_ADDS_PER_PART = 250_000;

    private static final Pool<MatMulCall> POOL = new Pool<>(MatMulCall::new);
    private static final Tensor NOTHING = Tensor.view(MemorySegment.NULL, Shape.of(0), Padding.NONE);

    private final StridedWalk batches = new StridedWalk();
    private Tensor a = NOTHING;
    private Tensor b = NOTHING;
    private Tensor y = NOTHING;
    private Workers inside = Workers.single();
    private int m;
    private int k;
    private int n;

    private MatMulCall() {}

    /** Multiplies; shapes have been checked and y is not empty. */
    static void run(Tensor a, Tensor b, Tensor y, Workers workers) {
        MatMulCall call = POOL.acquire();
        try {
            call.a = a;
            call.b = b;
            call.y = y;
            call.run(workers);
        } finally {
            call.a = NOTHING;
            call.b = NOTHING;
            call.y = NOTHING;
            call.inside = Workers.single();
            POOL.release(call);
        }
    }

    private void run(Workers workers) {
        Shape left = a.shape();
        Shape right = b.shape();
        m = left.rank() == 1 ? 1 : left.dimension(left.rank() - 2);
        k = left.dimension(left.rank() - 1);
        n = right.rank() == 1 ? 1 : right.dimension(right.rank() - 1);
        int batchAxes = MatMul.batchAxes(left, right);
        if (right.elements() == (long) k * n && left.elements() == y.shape().elements() / n * k) {
            m = Math.toIntExact(y.shape().elements() / n);
            batchAxes = 0;
        }
        long aStep = 4L * m * k;
        long bStep = 4L * k * n;
        batches.begin(0, 0, 0);
        addBatchAxes(batchAxes, aStep, bStep, 4L * m * n);
        long multiplyAdds = (long) m * n * k;
        inside = workers.forProducts(multiplyAdds);
        Workers outside =
                inside.threads() > 1 ? Workers.single() : workers.forProducts(multiplyAdds * batches.elements());
        int perPart = Math.clamp(MULTIPLY_ADDS_PER_PART / Math.max(1, multiplyAdds), 1, 1 << 14);
        outside.run(batches.parts(outside.threads(), perPart), this);
    }

    private void addBatchAxes(int batchAxes, long aStep, long bStep, long yStep) {
        for (int axis = 0; axis < batchAxes; axis++) {
            long aBatch = aStep;
            long bBatch = bStep;
            long yBatch = yStep;
            for (int d = axis + 1; d < batchAxes; d++) {
                aBatch *= MatMul.batch(a.shape(), batchAxes, d);
                bBatch *= MatMul.batch(b.shape(), batchAxes, d);
                yBatch *= y.shape().dimension(d);
            }
            batches.axis(
                    y.shape().dimension(axis),
                    MatMul.batch(a.shape(), batchAxes, axis) == 1 ? 0 : aBatch,
                    MatMul.batch(b.shape(), batchAxes, axis) == 1 ? 0 : bBatch,
                    yBatch);
        }
    }

    @Override
    public void run(int part, int lane) {
        batches.run(part, lane, this);
    }

    @Override
    public void visit(int count, long aAt, long bAt, long yAt, int lane) {
        for (int i = 0; i < count; i++) {
            Gemm.sgemm(
                    Transpose.NO,
                    Transpose.NO,
                    m,
                    n,
                    k,
                    1,
                    a.segment(),
                    (aAt + i * batches.step(0)) / Float.BYTES,
                    Math.max(1, k),
                    b.segment(),
                    (bAt + i * batches.step(1)) / Float.BYTES,
                    n,
                    0,
                    y.segment(),
                    (yAt + i * batches.step(2)) / Float.BYTES,
                    n,
                    inside);
        }
    }
}
