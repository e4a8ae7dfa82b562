package io.github.lanewise.engine;

import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.kernel.Kernels;
import io.github.lanewise.engine.kernel.Pool;
import io.github.lanewise.engine.kernel.TrainingKernels;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** What one call of {@link ParameterUpdate} works with; a part is a piece of neighbouring elements. */
final class ParameterUpdateCall implements Workers.Task {
    private static final Pool<ParameterUpdateCall> POOL = new Pool<>(ParameterUpdateCall::new);
    private static final int PIECE = 1 << 14;

    private enum Rule {
        DESCENT,
        MOMENTUM,
        ADAM_W
    }

    private final KernelSet kernels = Kernels.current();
    private Rule rule = Rule.DESCENT;
    private MemorySegment values = MemorySegment.NULL;
    private MemorySegment gradient = MemorySegment.NULL;
    private MemorySegment first = MemorySegment.NULL;
    private MemorySegment second = MemorySegment.NULL;
    private long elements;
    private boolean nesterov;
    private float rate;
    private float weightDecay;
    private float keep;
    private float beta1;
    private float share1;
    private float beta2;
    private float share2;
    private float root;
    private float epsilon;

    private ParameterUpdateCall() {}

    /** Runs one step; shapes have been checked. */
    static void sgd(
            Tensor values,
            Tensor gradient,
            @Nullable Tensor velocity,
            double rate,
            double momentum,
            double dampening,
            boolean nesterov,
            double weightDecay,
            Workers workers) {
        ParameterUpdateCall call = POOL.acquire();
        call.rule = velocity == null ? Rule.DESCENT : Rule.MOMENTUM;
        call.nesterov = nesterov;
        call.rate = (float) rate;
        call.weightDecay = (float) weightDecay;
        call.beta1 = (float) momentum;
        call.share1 = (float) (1 - dampening);
        call.run(values, gradient, velocity == null ? values : velocity, values, workers);
    }

    /** Runs one step; all has been checked. */
    static void adamW(
            Tensor values,
            Tensor gradient,
            Tensor firstMoment,
            Tensor secondMoment,
            long step,
            double rate,
            double beta1,
            double beta2,
            double epsilon,
            double weightDecay,
            Workers workers) {
        ParameterUpdateCall call = POOL.acquire();
        call.rule = Rule.ADAM_W;
        call.rate = (float) (rate / (1 - Math.pow(beta1, (double) step)));
        call.keep = (float) (1 - rate * weightDecay);
        call.beta1 = (float) beta1;
        call.share1 = (float) (1 - beta1);
        call.beta2 = (float) beta2;
        call.share2 = (float) (1 - beta2);
        call.root = (float) Math.sqrt(1 - Math.pow(beta2, (double) step));
        call.epsilon = (float) epsilon;
        call.run(values, gradient, firstMoment, secondMoment, workers);
    }

    private void run(Tensor parameter, Tensor slope, Tensor state, Tensor otherState, Workers workers) {
        try {
            elements = parameter.shape().elements();
            values = parameter.segment();
            gradient = slope.segment();
            first = state.segment();
            second = otherState.segment();
            workers.run(Math.toIntExact(Math.ceilDiv(elements, PIECE)), this);
        } finally {
            values = MemorySegment.NULL;
            gradient = MemorySegment.NULL;
            first = MemorySegment.NULL;
            second = MemorySegment.NULL;
            POOL.release(this);
        }
    }

    @Override
    public void run(int part, int thread) {
        long from = (long) part * PIECE;
        int n = (int) Math.min(PIECE, elements - from);
        long at = 4 * from;
        TrainingKernels training = kernels.training();
        switch (rule) {
            case DESCENT -> training.descend(n, rate, weightDecay, values, gradient, at);
            case MOMENTUM ->
                training.momentum(n, rate, beta1, share1, nesterov, weightDecay, values, gradient, first, at);
            case ADAM_W ->
                training.adamW(
                        n, rate, keep, beta1, share1, beta2, share2, root, epsilon, values, gradient, first, second,
                        at);
        }
    }
}
