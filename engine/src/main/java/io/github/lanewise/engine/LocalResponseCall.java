package io.github.lanewise.engine;

import io.github.lanewise.engine.kernel.Pool;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** What one call of {@link Normalisation#localResponse} works with; a run of the walk is one vector of channels. */
final class LocalResponseCall implements Workers.Task, StridedWalk.Visitor {
    private static final Pool<LocalResponseCall> POOL = new Pool<>(LocalResponseCall::new);
    private static final Tensor NOTHING = Tensor.view(MemorySegment.NULL, Shape.of(0), Padding.NONE);
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    /** Additions that take as long as one element, which is divided by a power. */
    private static final int COST = 16;

    private final StridedWalk vectors = new StridedWalk();
    private float[][] values = {};
    private float[][] squares = {};
    private float[][] sums = {};
    private Tensor x = NOTHING;
    private Tensor y = NOTHING;
    private int before;
    private int window;
    private int channels;
    private float factor;
    private float beta;
    private float bias;

    private LocalResponseCall() {}

    /** Normalises; shapes have been checked. */
    static void run(int size, float alpha, float beta, float bias, Tensor x, Tensor y, Workers workers) {
        Workers forked =
                workers.forWork(x.shape().elements() * COST).reaching("x", x).reaching("y", y);
        LocalResponseCall call = POOL.acquire();
        try {
            call.factor = alpha / size;
            call.beta = beta;
            call.bias = bias;
            call.x = x;
            call.y = y;
            call.run(size, forked);
        } finally {
            call.x = NOTHING;
            call.y = NOTHING;
            POOL.release(call);
        }
    }

    /** A window that reaches beyond all channels is cut: what lies there counts as 0. */
    private void run(int size, Workers workers) {
        Shape shape = x.shape();
        channels = shape.dimension(shape.rank() - 1);
        before = Math.min((size - 1) / 2, channels);
        window = before + 1 + Math.min(size / 2, channels);
        if (squares.length < workers.threads() || sums[0].length < channels || squares[0].length < channels + window) {
            values = new float[workers.threads()][channels];
            squares = new float[workers.threads()][channels + window];
            sums = new float[workers.threads()][channels];
        }
        vectors.begin(StridedWalk.origin(x), StridedWalk.origin(y), 0);
        for (int axis = 0; axis < shape.rank() - 1; axis++) {
            vectors.axis(shape.dimension(axis), StridedWalk.step(x, axis), StridedWalk.step(y, axis), 0);
        }
        workers.run(channels == 0 ? 0 : vectors.parts(workers.threads(), Math.max(1, 4096 / channels)), this);
    }

    @Override
    public void run(int part, int lane) {
        vectors.run(part, lane, this);
    }

    @Override
    public void visit(int n, long xAt, long yAt, long none, int lane) {
        for (int i = 0; i < n; i++) {
            normalise(xAt + i * vectors.step(0), yAt + i * vectors.step(1), values[lane], squares[lane], sums[lane]);
        }
    }

    /** On arrays alone, whose loops C2 turns into vectors by itself. */
    private void normalise(long xAt, long yAt, float[] value, float[] square, float[] sum) {
        MemorySegment.copy(x.segment(), FLOAT, xAt, value, 0, channels);
        Arrays.fill(square, 0);
        Arrays.fill(sum, 0);
        for (int c = 0; c < channels; c++) {
            square[c + before] = value[c] * value[c];
        }
        for (int offset = 0; offset < window; offset++) {
            for (int c = 0; c < channels; c++) {
                sum[c] += square[c + offset];
            }
        }
        for (int c = 0; c < channels; c++) {
            sum[c] = bias + factor * sum[c];
        }
        divide(value, sum);
        MemorySegment.copy(value, 0, y.segment(), FLOAT, yAt, channels);
    }

    private void divide(float[] value, float[] base) {
        if (beta == 0.75f) {
            for (int c = 0; c < channels; c++) {
                float root = (float) Math.sqrt(base[c]);
                value[c] = value[c] / (root * (float) Math.sqrt(root));
            }
            return;
        }
        for (int c = 0; c < channels; c++) {
            value[c] = value[c] / (float) StrictMath.pow(base[c], beta);
        }
    }
}
