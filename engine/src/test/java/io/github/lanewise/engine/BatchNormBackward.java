package io.github.lanewise.engine;

import io.github.lanewise.engine.reference.ReferenceBatchNorm;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Forward and backward pass of a problem, with or without ReLU, with or without a residual. */
record BatchNormBackward(BatchNormProblem problem, boolean relu, boolean add) {
    private static final double EPSILON = 1e-5;

    /** What takes the place of dY. */
    enum Aliasing {
        NONE,
        GRADIENT,
        RESIDUAL
    }

    /** The gradients; that of the residual is empty where there is none. */
    @SuppressWarnings("ArrayRecordComponent") // compared by content
    record Result(float[] dX, float[] dWeight, float[] dBias, float[] residualGradient) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Result that
                    && Arrays.equals(dX, that.dX)
                    && Arrays.equals(dWeight, that.dWeight)
                    && Arrays.equals(dBias, that.dBias)
                    && Arrays.equals(residualGradient, that.residualGradient);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(dX);
        }
    }

    Result run(Aliasing aliasing, Workers workers) {
        Tensor x = problem.operand(problem.x());
        BatchNormStatistics found = BatchNormStatistics.of(x, EPSILON);
        Tensor y = add ? forward(x, found) : null;
        Tensor dY = problem.operand(problem.gradient());
        Tensor dX = aliasing == Aliasing.GRADIENT ? dY : problem.operand(new float[problem.x().length]);
        Tensor residualGradient = residualGradient(aliasing, dY);
        Tensor dWeight = Tensor.of(new float[problem.channels()], problem.channels());
        Tensor dBias = Tensor.of(new float[problem.channels()], problem.channels());
        BatchNorm.backward(
                x,
                activation(),
                y,
                dY,
                found.mean(),
                found.inverseDeviation(),
                problem.weightTensor(),
                problem.biasTensor(),
                dX,
                dWeight,
                dBias,
                residualGradient,
                workers);
        float[] residual = residualGradient == null ? new float[0] : residualGradient.toArray();
        Result result = new Result(dX.toArray(), dWeight.toArray(), dBias.toArray(), residual);
        Frames.assertFrameIsPainted(dX);
        return result;
    }

    private @Nullable Tensor residualGradient(Aliasing aliasing, Tensor dY) {
        if (!add) {
            return null;
        }
        return aliasing == Aliasing.RESIDUAL ? dY : problem.operand(new float[problem.x().length]);
    }

    private Tensor forward(Tensor x, BatchNormStatistics found) {
        Tensor y = problem.operand(new float[problem.x().length]);
        Tensor residual = add ? problem.operand(problem.residual()) : null;
        Tensor weight = problem.weightTensor();
        Tensor bias = problem.biasTensor();
        Workers alone = Workers.single();
        BatchNorm.apply(x, found.mean(), found.inverseDeviation(), weight, bias, residual, activation(), y, alone);
        return y;
    }

    private Activation activation() {
        return relu ? Activation.RELU : Activation.IDENTITY;
    }

    /** The gradients that pass the activation. */
    float[] masked() {
        Tensor x = problem.operand(problem.x());
        float[] y = forward(x, BatchNormStatistics.of(x, EPSILON)).toArray();
        float[] masked = problem.gradient();
        for (int i = 0; i < masked.length; i++) {
            masked[i] = relu && y[i] <= 0 ? 0 : masked[i];
        }
        return masked;
    }

    ReferenceBatchNorm.Gradients float64() {
        return ReferenceBatchNorm.backward(statistics(), EPSILON, problem.weight(), problem.x(), masked());
    }

    /** How many times larger or smaller a gradient of x is than one of the result. */
    double[] scale() {
        double[] scale = statistics().variance();
        float[] weight = problem.weight();
        Arrays.setAll(scale, c -> Math.abs(weight[c]) / Math.sqrt(scale[c] + EPSILON));
        return scale;
    }

    /** How far the normalised x of a channel may be off: its mean is a float32. */
    double[] errorOfNormal() {
        ReferenceBatchNorm.Statistics found = statistics();
        double[] error = found.mean();
        Arrays.setAll(error, c -> 1e-6 * (1 + Math.abs(error[c]) / Math.sqrt(found.variance()[c] + EPSILON)));
        return error;
    }

    private ReferenceBatchNorm.Statistics statistics() {
        return ReferenceBatchNorm.statistics(problem.channels(), problem.x());
    }
}
