package io.github.lanewise.layers.train.program;

import io.github.lanewise.engine.TrainableConvolution;
import io.github.lanewise.engine.Workers;
import io.github.lanewise.engine.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code y = conv(x, W) + b}; {@code dx = convᵀ(dy, W)}, {@code dW = conv(x, dy)}, {@code db = Σ dy}. */
final class ConvolutionStep implements Step {
    private final Operand x;
    private final Value y;
    private final Learned weights;
    private final @Nullable Learned bias;
    private final TrainableConvolution convolution;

    ConvolutionStep(TrainableConvolution convolution, Learned weights, @Nullable Learned bias, Operand x, Value y) {
        this.x = x;
        this.y = y;
        this.weights = weights;
        this.bias = bias;
        this.convolution = convolution;
        x.value().wantPadding(convolution.inputPadding());
        y.wantGradientPadding(convolution.outputGradientPadding());
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
        convolution.update(weights.values());
        recompute(workers);
    }

    @Override
    public void recompute(Workers workers) {
        convolution.forward(x.tensor(), bias == null ? null : bias.values(), y.tensor(), workers);
    }

    @Override
    public void backward(Workers workers) {
        Tensor dY = y.gradient();
        if (weights.gradient() != null) {
            convolution.weightGradient(x.tensor(), dY, weights.gradient(), workers);
        }
        if (bias != null && bias.gradient() != null) {
            convolution.biasGradient(dY, bias.gradient(), workers);
        }
        if (x.needsGradient()) {
            differentiateInput(dY, workers);
        }
    }

    private void differentiateInput(Tensor dY, Workers workers) {
        if (x.isLater()) {
            convolution.addInputGradient(dY, x.contribution(), workers);
        } else {
            convolution.inputGradient(dY, x.contribution(), workers);
        }
    }
}
