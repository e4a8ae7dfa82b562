package io.github.lanewise.engine;

import io.github.lanewise.engine.Rearrange.Margin;
import io.github.lanewise.engine.kernel.Pool;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/** What one call of {@link Rearrange} works with: every operator is one or more strided copies. */
final class RearrangeCall implements Workers.Task {
    private static final Pool<RearrangeCall> POOL = new Pool<>(RearrangeCall::new);
    private static final Tensor NOTHING = Tensor.view(MemorySegment.NULL, Shape.of(0), Padding.NONE);

    private final StridedCopy copy = new StridedCopy();
    private final int[] low = new int[8];
    private final int[] high = new int[8];
    private Tensor y = NOTHING;
    private Workers workers = Workers.single();

    private RearrangeCall() {}

    private static RearrangeCall acquire(Tensor y, Workers workers) {
        RearrangeCall call = POOL.acquire();
        call.y = y;
        call.workers = workers;
        return call;
    }

    private void release() {
        y = NOTHING;
        workers = Workers.single();
        copy.clear();
        POOL.release(this);
    }

    @Override
    public void run(int part, int lane) {
        copy.run(part, lane);
    }

    static void transpose(Tensor x, int[] permutation, Tensor y, Workers workers) {
        RearrangeCall call = acquire(y, workers);
        try {
            call.begin(x, StridedWalk.origin(x), StridedWalk.origin(y));
            for (int axis = 0; axis < permutation.length; axis++) {
                call.axis(y.shape().dimension(axis), StridedWalk.step(x, permutation[axis]), axis);
            }
            call.copy();
        } finally {
            call.release();
        }
    }

    static void slice(Tensor x, int[] starts, int[] steps, Tensor y, Workers workers) {
        if (y.shape().elements() == 0) {
            return;
        }
        RearrangeCall call = acquire(y, workers);
        try {
            long from = StridedWalk.origin(x);
            for (int axis = 0; axis < starts.length; axis++) {
                from += starts[axis] * StridedWalk.step(x, axis);
            }
            call.begin(x, from, StridedWalk.origin(y));
            for (int axis = 0; axis < starts.length; axis++) {
                call.axis(y.shape().dimension(axis), steps[axis] * StridedWalk.step(x, axis), axis);
            }
            call.copy();
        } finally {
            call.release();
        }
    }

    static void concat(Tensor[] xs, int axis, Tensor y, Workers workers) {
        RearrangeCall call = acquire(y, workers);
        try {
            long to = StridedWalk.origin(y);
            for (Tensor x : xs) {
                call.begin(x, StridedWalk.origin(x), to);
                for (int d = 0; d < y.shape().rank(); d++) {
                    call.axis(x.shape().dimension(d), StridedWalk.step(x, d), d);
                }
                call.copy();
                to += x.shape().dimension(axis) * StridedWalk.step(y, axis);
            }
        } finally {
            call.release();
        }
    }

    static void expand(Tensor x, Tensor y, Workers workers) {
        RearrangeCall call = acquire(y, workers);
        try {
            int rank = y.shape().rank();
            call.begin(x, StridedWalk.origin(x), StridedWalk.origin(y));
            for (int axis = 0; axis < rank; axis++) {
                call.axis(y.shape().dimension(axis), Broadcast.step(x, rank, axis), axis);
            }
            call.copy();
        } finally {
            call.release();
        }
    }

    static void tile(Tensor x, Tensor y, Workers workers) {
        if (y.shape().elements() == 0) {
            return;
        }
        RearrangeCall call = acquire(y, workers);
        try {
            int rank = y.shape().rank();
            for (int axis = 0; axis < rank; axis++) {
                call.low[axis] = 0;
                call.high[axis] = x.shape().dimension(axis);
            }
            call.interior(x, call.low);
            for (int axis = rank - 1; axis >= 0; axis--) {
                call.repeat(axis);
            }
        } finally {
            call.release();
        }
    }

    static void pad(Tensor x, int[] before, Margin margin, float value, Tensor y, Workers workers) {
        if (y.shape().elements() == 0) {
            return;
        }
        RearrangeCall call = acquire(y, workers);
        try {
            int rank = y.shape().rank();
            boolean overlaps = true;
            for (int axis = 0; axis < rank; axis++) {
                call.low[axis] = Math.max(0, before[axis]);
                call.high[axis] = (int) Math.min(
                        y.shape().dimension(axis),
                        (long) before[axis] + x.shape().dimension(axis));
                overlaps &= call.low[axis] < call.high[axis];
            }
            if (!overlaps) {
                y.fill(value);
                return;
            }
            call.interior(x, before);
            for (int axis = rank - 1; axis >= 0; axis--) {
                call.margins(axis, margin, value);
            }
        } finally {
            call.release();
        }
    }

    static void gather(Tensor x, long[] indices, int axis, Tensor y, Workers workers) {
        RearrangeCall call = acquire(y, workers);
        try {
            long outer = 1;
            for (int d = 0; d < axis; d++) {
                outer *= x.shape().dimension(d);
            }
            int extent = x.shape().dimension(axis);
            long inner = StridedWalk.step(x, axis);
            for (int j = 0; j < indices.length; j++) {
                long index = indices[j] < 0 ? indices[j] + extent : indices[j];
                call.copy.begin(x.segment(), index * inner, y.segment(), j * inner);
                call.copy.axis(outer, extent * inner, indices.length * inner);
                call.copy.axis(inner / Float.BYTES, Float.BYTES, Float.BYTES);
                call.copy();
            }
        } finally {
            call.release();
        }
    }

    /** Copies what of x lies in y between {@link #low} and {@link #high}. */
    private void interior(Tensor x, int[] before) {
        long from = StridedWalk.origin(x);
        long to = StridedWalk.origin(y);
        for (int axis = 0; axis < y.shape().rank(); axis++) {
            from += ((long) low[axis] - before[axis]) * StridedWalk.step(x, axis);
            to += low[axis] * StridedWalk.step(y, axis);
        }
        begin(x, from, to);
        for (int axis = 0; axis < y.shape().rank(); axis++) {
            axis(high[axis] - low[axis], StridedWalk.step(x, axis), axis);
        }
        copy();
    }

    /** Fills what lies beside the present interior along one axis, which then reaches to both ends of that axis. */
    private void margins(int axis, Margin margin, float value) {
        int size = high[axis] - low[axis];
        int first = low[axis];
        int extent = y.shape().dimension(axis);
        for (int i = 0; i < extent; i++) {
            if (i >= first && i < first + size) {
                i = first + size - 1;
            } else {
                int source = source(margin, i - first, size);
                plane(axis, first + source, i, margin == Margin.CONSTANT, value);
            }
        }
        low[axis] = 0;
        high[axis] = extent;
    }

    private static int source(Margin margin, int i, int size) {
        return switch (margin) {
            case CONSTANT -> 0;
            case EDGE -> i < 0 ? 0 : size - 1;
            case WRAP -> Math.floorMod(i, size);
            case REFLECT -> {
                int folded = size == 1 ? 0 : Math.floorMod(i, 2 * (size - 1));
                yield folded < size ? folded : 2 * (size - 1) - folded;
            }
        };
    }

    /** Copies the interior at one index of an axis to another index, or sets it. */
    private void plane(int axis, int fromIndex, int toIndex, boolean constant, float value) {
        long origin = StridedWalk.origin(y);
        for (int d = 0; d < y.shape().rank(); d++) {
            origin += d == axis ? 0 : low[d] * StridedWalk.step(y, d);
        }
        long step = StridedWalk.step(y, axis);
        begin(y, origin + fromIndex * step, origin + toIndex * step);
        for (int d = 0; d < y.shape().rank(); d++) {
            axis(d == axis ? 1 : high[d] - low[d], StridedWalk.step(y, d), d);
        }
        if (constant) {
            copy.fill(value);
        } else {
            copy();
        }
    }

    private void repeat(int axis) {
        int size = high[axis];
        int extent = y.shape().dimension(axis);
        for (int from = size; from < extent; from += size) {
            begin(y, StridedWalk.origin(y), StridedWalk.origin(y) + from * StridedWalk.step(y, axis));
            for (int d = 0; d < y.shape().rank(); d++) {
                axis(high[d], StridedWalk.step(y, d), d);
            }
            copy();
        }
        high[axis] = extent;
    }

    private void begin(Tensor source, long from, long to) {
        copy.begin(source.segment(), from, y.segment(), to);
    }

    private void axis(long extent, long fromStep, int axis) {
        copy.axis(extent, fromStep, StridedWalk.step(y, axis));
    }

    private void copy() {
        Workers forked = workers.forWork(copy.elements());
        forked.run(copy.parts(forked.threads()), this);
    }
}
