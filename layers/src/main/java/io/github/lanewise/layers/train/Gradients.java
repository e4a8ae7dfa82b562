package io.github.lanewise.layers.train;

import io.github.lanewise.engine.Broadcast;
import io.github.lanewise.engine.Elementwise;
import io.github.lanewise.engine.Reduce;
import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.BinaryOperation;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** The gradients of all parameters together: their norm, and its bounds. */
final class Gradients {
    private static final double MARGIN = 1e-6;

    private final SequencedMap<String, Tensor> byName;
    private final Tensor[] gradients;
    private final Tensor factor = Tensor.allocate(Arena.ofAuto(), 1);

    Gradients(SequencedMap<String, Tensor> byName) {
        this.byName = byName;
        this.gradients = byName.values().toArray(Tensor[]::new);
    }

    /** The L2 norm of all gradients, summed in float64 in the order of the parameters; not finite if one of them is not. */
    double norm(Workers workers) {
        double sum = 0;
        for (Tensor gradient : gradients) {
            sum += Reduce.sumOfSquares(gradient, workers);
        }
        return Math.sqrt(sum);
    }

    /** Applies the bound to gradients of the given norm. */
    void clip(GradientClipping clipping, double norm, Workers workers) {
        switch (clipping) {
            case GradientClipping.None _ -> {}
            case GradientClipping.ByNorm bound -> scale(bound.maximum() / (norm + MARGIN), workers);
            case GradientClipping.ByValue bound -> {
                float maximum = (float) bound.maximum();
                Activation range = new Activation(-maximum, maximum);
                for (Tensor gradient : gradients) {
                    Elementwise.activate(range, gradient, gradient, workers);
                }
            }
        }
    }

    private void scale(double by, Workers workers) {
        if (by >= 1) {
            return;
        }
        factor.segment().setAtIndex(ValueLayout.JAVA_FLOAT, 0, (float) by);
        for (Tensor gradient : gradients) {
            Broadcast.apply(BinaryOperation.MULTIPLY, gradient, factor, gradient, workers);
        }
    }

    /** The last parameter of the network whose gradient is not finite: the backward pass comes to it first. */
    @Nullable
    String firstNonFinite(Workers workers) {
        for (Map.Entry<String, Tensor> gradient : byName.reversed().entrySet()) {
            if (!Double.isFinite(Reduce.sumOfSquares(gradient.getValue(), workers))) {
                return gradient.getKey();
            }
        }
        return null;
    }
}
