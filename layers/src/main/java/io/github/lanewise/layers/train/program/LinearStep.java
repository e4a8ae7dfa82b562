package io.github.lanewise.layers.train.program;

import io.github.lanewise.engine.Gemm;
import io.github.lanewise.engine.Transpose;
import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code y = x Wᵀ + b}; {@code dx = dy W}, {@code dW = dyᵀ x}, {@code db = Σ dy}. */
final class LinearStep implements Step {
    private final Operand x;
    private final Value y;
    private final Learned weights;
    private final @Nullable Learned bias;
    private final int batch;
    private final int inFeatures;
    private final int outFeatures;
    private final double[] sums;

    LinearStep(Learned weights, @Nullable Learned bias, Operand x, Value y) {
        this.x = x;
        this.y = y;
        this.weights = weights;
        this.bias = bias;
        batch = y.shape().dimension(0);
        outFeatures = weights.values().shape().dimension(0);
        inFeatures = weights.values().shape().dimension(1);
        sums = new double[outFeatures];
    }

    @Override
    public List<Operand> operands() {
        return List.of(x);
    }

    @Override
    public Value output() {
        return y;
    }

    @Override
    public List<Value> saved() {
        return List.of(x.value());
    }

    @Override
    public void forward(Workers workers) {
        MemorySegment result = y.tensor().segment();
        if (bias != null) {
            long bytes = (long) outFeatures * Float.BYTES;
            for (int n = 0; n < batch; n++) {
                MemorySegment.copy(bias.values().segment(), 0, result, n * bytes, bytes);
            }
        }
        Gemm.sgemm(
                Transpose.NO,
                Transpose.YES,
                batch,
                outFeatures,
                inFeatures,
                1,
                x.tensor().segment(),
                0,
                inFeatures,
                weights.values().segment(),
                0,
                inFeatures,
                bias == null ? 0 : 1,
                result,
                0,
                outFeatures,
                workers);
    }

    @Override
    public void backward(Workers workers) {
        if (weights.gradient() != null) {
            weightGradient(weights.gradient(), workers);
        }
        if (bias != null && bias.gradient() != null) {
            biasGradient(bias.gradient());
        }
        if (x.needsGradient()) {
            inputGradient(workers);
            x.accumulate(workers);
        }
    }

    private void weightGradient(Tensor gradient, Workers workers) {
        Gemm.sgemm(
                Transpose.YES,
                Transpose.NO,
                outFeatures,
                inFeatures,
                batch,
                1,
                y.gradient().segment(),
                0,
                outFeatures,
                x.tensor().segment(),
                0,
                inFeatures,
                0,
                gradient.segment(),
                0,
                inFeatures,
                workers);
    }

    private void inputGradient(Workers workers) {
        Gemm.sgemm(
                Transpose.NO,
                Transpose.NO,
                batch,
                inFeatures,
                outFeatures,
                1,
                y.gradient().segment(),
                0,
                outFeatures,
                weights.values().segment(),
                0,
                inFeatures,
                0,
                x.contribution().segment(),
                0,
                inFeatures,
                workers);
    }

    /** The sums over the batch, in float64 and in the order of the images. */
    private void biasGradient(Tensor gradient) {
        MemorySegment dY = y.gradient().segment();
        Arrays.fill(sums, 0);
        for (int n = 0; n < batch; n++) {
            for (int o = 0; o < outFeatures; o++) {
                sums[o] += dY.getAtIndex(ValueLayout.JAVA_FLOAT, (long) n * outFeatures + o);
            }
        }
        for (int o = 0; o < outFeatures; o++) {
            gradient.segment().setAtIndex(ValueLayout.JAVA_FLOAT, o, (float) sums[o]);
        }
    }
}
