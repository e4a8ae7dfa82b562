package io.github.lanewise.layers;

import io.github.lanewise.engine.Elementwise;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * Batch norm in inference: {@code y = weight * (x - mean) / sqrt(variance + epsilon) + bias} for every channel, with
 * the running mean and variance (Ioffe and Szegedy 2015, arXiv:1502.03167, algorithm 2). In training the mean and
 * variance are those of the batch.
 *
 * <p>Parameters {@code weight}, {@code bias}; buffers {@code running_mean}, {@code running_var}; all
 * {@code [channels]}.
 */
public record BatchNorm2d(
        Parameter weight, Parameter bias, Parameter runningMean, Parameter runningVariance, double epsilon)
        implements Layer {
    /** PyTorch's default. */
    public static final double EPSILON = 1e-5;

    public BatchNorm2d {
        Shape shape = weight.shape();
        if (shape.rank() != 1
                || !bias.shape().equals(shape)
                || !runningMean.shape().equals(shape)
                || !runningVariance.shape().equals(shape)) {
            throw new ShapeException("batch norm weight " + shape + ", bias " + bias.shape() + ", running mean "
                    + runningMean.shape() + ", running variance " + runningVariance.shape());
        }
    }

    /** The identity but for epsilon: weight 1, bias 0, mean 0, variance 1. */
    public static BatchNorm2d of(int channels) {
        Shape shape = Shape.of(channels);
        return new BatchNorm2d(
                Parameter.trainable(1, shape),
                Parameter.trainable(0, shape),
                Parameter.buffer(0, shape),
                Parameter.buffer(1, shape),
                EPSILON);
    }

    public int channels() {
        return weight.shape().dimension(0);
    }

    @Override
    public SequencedMap<String, Parameter> parameters() {
        SequencedMap<String, Parameter> parameters = new LinkedHashMap<>();
        parameters.put("weight", weight);
        parameters.put("bias", bias);
        parameters.put("running_mean", runningMean);
        parameters.put("running_var", runningVariance);
        return parameters;
    }

    @Override
    public Tensor forward(Tensor x, Tape tape) {
        Tensor y = tape.allocate(outputShape(x.shape()));
        ChannelAffine affine = ChannelAffine.of(this);
        Tensor scale = affine.scaleTensor(Arena.ofAuto());
        Tensor shift = affine.shiftTensor(Arena.ofAuto());
        Elementwise.scaleShift(x, scale, shift, Activation.IDENTITY, y, tape.workers());
        return y;
    }

    @Override
    public Lowering.Value lower(Lowering.Value x, Lowering target) {
        return target.batchNorm(x, this);
    }
}
