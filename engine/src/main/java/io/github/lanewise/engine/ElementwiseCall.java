package io.github.lanewise.engine;

import io.github.lanewise.engine.kernel.ElementwiseKernels;
import io.github.lanewise.engine.kernel.Kernels;
import io.github.lanewise.engine.kernel.Pool;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * What one element-wise call works with. Tensors without padding are one run of floats, cut into chunks; if one of them is
 * padded, a chunk is an image row; {@link Operation#SCALE_SHIFT} and the softmaxes take a vector of the last axis at a time.
 */
final class ElementwiseCall implements Workers.Task {

    static final Pool<ElementwiseCall> POOL = new Pool<>(ElementwiseCall::new);

    private static final int CHUNK_FLOATS = 1 << 14;

    /** Floats below which a second thread costs more than it brings. */
    private static final long WORTH_FORKING = 1 << 18;

    enum Operation {
        ADD,
        SUBTRACT,
        MULTIPLY,
        SCALE_SHIFT,
        CLAMP,
        EXP,
        SIGMOID,
        TANH,
        SOFTMAX,
        LOG_SOFTMAX;

        private boolean byVector() {
            return this == SCALE_SHIFT || this == SOFTMAX || this == LOG_SOFTMAX;
        }
    }

    private final ElementwiseKernels kernels = Kernels.current().elementwise();
    private final Tensor nothing = Tensor.of(new float[0], 0);
    private Operation operation = Operation.ADD;
    private Tensor a = nothing;
    private Tensor b = nothing;
    private Tensor shift = nothing;
    private Tensor out = nothing;
    private Activation activation = Activation.IDENTITY;
    private float[][] sums = {};
    private boolean byRows;
    private int lastAxis;

    /** Runs one operation; shapes have been checked. Operands that it does not have are those it has, once more. */
    static void run(
            Operation operation, Tensor a, Tensor b, Tensor shift, Activation activation, Tensor out, Workers workers) {
        long elements = out.shape().elements();
        if (elements == 0) {
            return;
        }
        ElementwiseCall call = POOL.acquire();
        try {
            call.operation = operation;
            call.a = a;
            call.b = b;
            call.shift = shift;
            call.activation = activation;
            call.out = out;
            int rank = out.shape().rank();
            call.lastAxis = rank == 0 ? 1 : out.shape().dimension(rank - 1);
            boolean secondIsAVector = operation == Operation.SCALE_SHIFT;
            call.byRows = !a.isDense() || !out.isDense() || !(secondIsAVector || b.isDense());
            Workers forked = elements < WORTH_FORKING ? Workers.single() : workers;
            if (call.sums.length < forked.threads()) {
                call.sums = new float[forked.threads()][ElementwiseKernels.SUMS];
            }
            forked.run(call.parts(elements), call);
        } finally {
            call.a = call.nothing;
            call.b = call.nothing;
            call.shift = call.nothing;
            call.out = call.nothing;
            POOL.release(call);
        }
    }

    private int parts(long elements) {
        if (byRows) {
            return out.shape().dimension(0) * out.shape().dimension(1);
        }
        return Math.toIntExact(Math.ceilDiv(elements, chunk()));
    }

    private long chunk() {
        return operation.byVector() ? (long) Math.max(1, CHUNK_FLOATS / lastAxis) * lastAxis : CHUNK_FLOATS;
    }

    @Override
    public void run(int part, int lane) {
        if (byRows) {
            int height = out.shape().dimension(1);
            int image = part / height;
            int y = part % height;
            long bAt = operation == Operation.SCALE_SHIFT ? 0 : b.at(image, y, 0);
            span(out.shape().dimension(2) * lastAxis, a.at(image, y, 0), bAt, out.at(image, y, 0), sums[lane]);
        } else {
            long first = part * chunk();
            int count = (int) Math.min(chunk(), out.shape().elements() - first);
            span(count, 4 * first, 4 * first, 4 * first, sums[lane]);
        }
    }

    private void span(int n, long aAt, long bAt, long outAt, float[] partial) {
        MemorySegment in = a.segment();
        MemorySegment to = out.segment();
        float lower = activation.lower();
        float upper = activation.upper();
        switch (operation) {
            case ADD -> kernels.addScaled(n, 1, in, aAt, b.segment(), bAt, lower, upper, to, outAt);
            case SUBTRACT -> kernels.addScaled(n, -1, in, aAt, b.segment(), bAt, lower, upper, to, outAt);
            case MULTIPLY -> kernels.multiply(n, in, aAt, b.segment(), bAt, to, outAt);
            case CLAMP -> kernels.clamp(n, lower, upper, in, aAt, to, outAt);
            case EXP -> kernels.exp(n, 0, 1, in, aAt, to, outAt);
            case SIGMOID -> kernels.sigmoid(n, in, aAt, to, outAt);
            case TANH -> kernels.tanh(n, in, aAt, to, outAt);
            case SCALE_SHIFT ->
                kernels.scaleShift(
                        n / lastAxis, lastAxis, in, aAt, b.segment(), shift.segment(), lower, upper, to, outAt);
            case SOFTMAX -> {
                for (long at = 0; at < 4L * n; at += 4L * lastAxis) {
                    softmax(in, aAt + at, to, outAt + at, partial);
                }
            }
            case LOG_SOFTMAX -> {
                for (long at = 0; at < 4L * n; at += 4L * lastAxis) {
                    logSoftmax(in, aAt + at, to, outAt + at, partial);
                }
            }
        }
    }

    /** {@code e^(x - largest) / Σ}; everything that is read of in has been read before out is written. */
    private void softmax(MemorySegment in, long inAt, MemorySegment to, long outAt, float[] partial) {
        float largest = kernels.max(lastAxis, in, inAt);
        float sum = sumExp(largest, in, inAt, partial);
        kernels.exp(lastAxis, largest, 1 / sum, in, inAt, to, outAt);
    }

    /** {@code x - largest - log Σ}. */
    private void logSoftmax(MemorySegment in, long inAt, MemorySegment to, long outAt, float[] partial) {
        float largest = kernels.max(lastAxis, in, inAt);
        float logSum = (float) StrictMath.log(sumExp(largest, in, inAt, partial));
        kernels.subtract(lastAxis, largest, logSum, in, inAt, to, outAt);
    }

    /** Σ e^(x - largest): a fixed number of partial sums, combined in a fixed tree. */
    private float sumExp(float largest, MemorySegment in, long inAt, float[] partial) {
        Arrays.fill(partial, 0);
        kernels.sumExp(lastAxis, largest, in, inAt, partial);
        for (int half = partial.length / 2; half > 0; half /= 2) {
            for (int i = 0; i < half; i++) {
                partial[i] += partial[i + half];
            }
        }
        return partial[0];
    }
}
