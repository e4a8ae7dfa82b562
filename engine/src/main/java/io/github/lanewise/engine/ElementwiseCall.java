package io.github.lanewise.engine;

import io.github.lanewise.engine.kernel.ElementwiseKernels;
import io.github.lanewise.engine.kernel.Kernels;
import io.github.lanewise.engine.kernel.Pool;
import io.github.lanewise.engine.kernel.TrainingKernels;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.tensor.UnaryOperation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What one call of {@link Elementwise} works with. A part is a span of neighbouring elements: a piece of fixed size if all
 * tensors are dense, else an image row. Spans never cut a vector along the last axis that belongs together.
 */
final class ElementwiseCall implements Workers.Task {
    private static final Pool<ElementwiseCall> POOL = new Pool<>(ElementwiseCall::new);
    private static final Tensor NOTHING = Tensor.view(MemorySegment.NULL, Shape.of(0), Padding.NONE);
    private static final int PIECE = 1 << 14;

    /** With the cost of one element, in additions. */
    enum Operation {
        ADD(1, false),
        SUBTRACT(1, false),
        MULTIPLY(1, false),
        ACTIVATE(1, false),
        RELU_GRADIENT(1, false),
        SCALE_SHIFT(1, true),
        EXP(4, false),
        SIGMOID(4, false),
        TANH(4, false),
        UNARY(4, false),
        SOFTMAX(8, true),
        LOG_SOFTMAX(8, true);

        private final int cost;
        private final boolean alongLastAxis;

        Operation(int cost, boolean alongLastAxis) {
            this.cost = cost;
            this.alongLastAxis = alongLastAxis;
        }

        /** Those of the given workers who are worth waking for the result and may touch it. */
        Workers workersFor(Tensor out, Workers workers) {
            return workers.forWork(out.shape().elements() * cost).reaching("out", out);
        }
    }

    private final ElementwiseKernels kernels = Kernels.current().elementwise();
    private final TrainingKernels training = Kernels.current().training();
    private Operation operation = Operation.ADD;
    private Tensor a = NOTHING;
    private Tensor b = NOTHING;
    private Tensor shift = NOTHING;
    private Tensor out = NOTHING;
    private Activation activation = Activation.IDENTITY;
    private UnaryOperation function = UnaryOperation.RELU;
    private boolean byRows;
    private int lastAxis;
    private float[][] laneSums = {};
    private MemorySegment scratch = MemorySegment.NULL;

    private ElementwiseCall() {}

    /** Runs one operation; all has been checked. In place of an operand that it does not have stands another one. */
    static void run(
            Operation operation, Tensor a, Tensor b, Tensor shift, Activation activation, Tensor out, Workers workers) {
        run(operation, a, b, shift, activation, UnaryOperation.RELU, out, workers);
    }

    /** Runs a function of one element; shapes have been checked. */
    static void run(UnaryOperation function, Tensor in, Tensor out, Workers workers) {
        run(Operation.UNARY, in, in, in, Activation.IDENTITY, function, out, workers);
    }

    private static void run(
            Operation operation,
            Tensor a,
            Tensor b,
            Tensor shift,
            Activation activation,
            UnaryOperation function,
            Tensor out,
            Workers workers) {
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
            call.function = function;
            call.out = out;
            call.run(elements, workers);
        } finally {
            call.a = NOTHING;
            call.b = NOTHING;
            call.shift = NOTHING;
            call.out = NOTHING;
            POOL.release(call);
        }
    }

    private void run(long elements, Workers workers) {
        Shape shape = out.shape();
        lastAxis = shape.rank() == 0 ? 1 : shape.dimension(shape.rank() - 1);
        byRows = !(a.isDense() && b.isDense() && out.isDense());
        if (laneSums.length < workers.threads()) {
            laneSums = new float[workers.threads()][Softmax.SUMS];
            scratch = Arena.ofAuto().allocate((long) workers.threads() * ElementwiseKernels.SCRATCH_BYTES, 64);
        }
        int parts = byRows
                ? Math.multiplyExact(shape.dimension(0), shape.dimension(1))
                : Math.toIntExact(Math.ceilDiv(elements, piece()));
        workers.run(parts, this);
    }

    private int piece() {
        return operation.alongLastAxis ? Math.max(1, PIECE / lastAxis) * lastAxis : PIECE;
    }

    @Override
    public void run(int part, int lane) {
        if (byRows) {
            Shape shape = out.shape();
            int image = part / shape.dimension(1);
            int y = part % shape.dimension(1);
            int n = Math.multiplyExact(shape.dimension(2), lastAxis);
            span(n, a.at(image, y, 0), b.at(image, y, 0), out.at(image, y, 0), lane);
        } else {
            long first = (long) part * piece();
            int n = (int) Math.min(piece(), out.shape().elements() - first);
            span(n, 4 * first, 4 * first, 4 * first, lane);
        }
    }

    private void span(int n, long aAt, long bAt, long outAt, int lane) {
        float[] sums = laneSums[lane];
        MemorySegment left = a.segment();
        MemorySegment right = b.segment();
        MemorySegment result = out.segment();
        float lower = activation.lower();
        float upper = activation.upper();
        switch (operation) {
            case ADD -> kernels.addScaled(n, 1, left, aAt, right, bAt, lower, upper, result, outAt);
            case SUBTRACT -> kernels.addScaled(n, -1, left, aAt, right, bAt, lower, upper, result, outAt);
            case MULTIPLY -> kernels.multiply(n, left, aAt, right, bAt, result, outAt);
            case ACTIVATE -> kernels.clamp(n, lower, upper, left, aAt, result, outAt);
            case RELU_GRADIENT -> training.reluGradient(n, left, aAt, right, bAt, result, outAt);
            case SCALE_SHIFT -> {
                MemorySegment shifts = shift.segment();
                kernels.scaleShift(n / lastAxis, lastAxis, left, aAt, right, shifts, lower, upper, result, outAt);
            }
            case EXP -> kernels.exp(n, 0, 1, left, aAt, result, outAt);
            case SIGMOID -> kernels.sigmoid(n, left, aAt, result, outAt);
            case TANH -> kernels.tanh(n, left, aAt, result, outAt);
            case UNARY -> {
                long scratchAt = (long) lane * ElementwiseKernels.SCRATCH_BYTES;
                kernels.apply(function, n, left, aAt, result, outAt, scratch, scratchAt);
            }
            case SOFTMAX -> Softmax.run(kernels, false, n / lastAxis, lastAxis, sums, left, aAt, result, outAt);
            case LOG_SOFTMAX -> Softmax.run(kernels, true, n / lastAxis, lastAxis, sums, left, aAt, result, outAt);
        }
    }
}
