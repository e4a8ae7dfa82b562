package io.github.lanewise.layers.testkit;

import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.AveragePool2d;
import io.github.lanewise.layers.BatchNorm2d;
import io.github.lanewise.layers.ChannelAffine;
import io.github.lanewise.layers.Conv2d;
import io.github.lanewise.layers.Flatten;
import io.github.lanewise.layers.GlobalAveragePool;
import io.github.lanewise.layers.Layer;
import io.github.lanewise.layers.Linear;
import io.github.lanewise.layers.Lowering;
import io.github.lanewise.layers.MaxPool2d;
import io.github.lanewise.layers.Parameter;
import io.github.lanewise.layers.Relu;
import io.github.lanewise.layers.Softmax;
import io.github.lanewise.layers.residual.Shortcut;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The forward pass of training in float64: every operation as it is lowered, batch norm with the batch's statistics. */
public final class TrainingTwin implements Lowering {
    private final List<Doubles> values = new ArrayList<>();

    private TrainingTwin() {}

    /** The result for a batch, with the parameters that the layer has now. */
    public static Doubles forward(Layer layer, Doubles batch) {
        TrainingTwin twin = new TrainingTwin();
        Value result = layer.lower(twin.append(batch), twin);
        return twin.values.get(result.id());
    }

    @Override
    public Lowering at(String name) {
        return this;
    }

    @Override
    public Value convolution(Value x, ConvGeometry geometry, Tensor weights, @Nullable Tensor bias) {
        return apply(new Conv2d(geometry, parameter(weights), bias == null ? null : parameter(bias)), x);
    }

    @Override
    public Value linear(Value x, Tensor weights, @Nullable Tensor bias) {
        return apply(new Linear(parameter(weights), bias == null ? null : parameter(bias)), x);
    }

    @Override
    public Value batchNorm(Value x, BatchNorm2d layer) {
        Doubles in = values.get(x.id());
        Doubles out = Doubles.zeros(in.shape().toArray());
        int channels = layer.channels();
        int pixels = in.values().length / channels;
        for (int c = 0; c < channels; c++) {
            double mean = 0;
            for (int p = 0; p < pixels; p++) {
                mean += in.values()[p * channels + c] / pixels;
            }
            double variance = 0;
            for (int p = 0; p < pixels; p++) {
                variance += Math.pow(in.values()[p * channels + c] - mean, 2) / pixels;
            }
            for (int p = 0; p < pixels; p++) {
                double normalised = (in.values()[p * channels + c] - mean) / Math.sqrt(variance + layer.epsilon());
                out.values()[p * channels + c] = layer.weight().values().get(c) * normalised
                        + layer.bias().values().get(c);
            }
        }
        return append(out);
    }

    @Override
    public Value scaleShift(Value x, ChannelAffine affine) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Value add(Value a, Value b) {
        Doubles sum = Doubles.zeros(a.shape().toArray());
        for (int i = 0; i < sum.values().length; i++) {
            sum.values()[i] =
                    values.get(a.id()).values()[i] + values.get(b.id()).values()[i];
        }
        return append(sum);
    }

    @Override
    public Value activate(Value x, Activation activation) {
        return apply(new Relu(activation), x);
    }

    @Override
    public Value maxPool(Value x, PoolGeometry geometry) {
        return apply(new MaxPool2d(geometry), x);
    }

    @Override
    public Value averagePool(Value x, PoolGeometry geometry, boolean countPadding) {
        return apply(new AveragePool2d(geometry, countPadding), x);
    }

    @Override
    public Value globalAveragePool(Value x) {
        return apply(new GlobalAveragePool(), x);
    }

    @Override
    public Value subsamplePad(Value x, int stride, int channelsBefore, int channelsAfter) {
        return apply(new Shortcut.ZeroPadded(stride, channelsBefore, channelsAfter), x);
    }

    @Override
    public Value flatten(Value x) {
        return apply(new Flatten(), x);
    }

    @Override
    public Value softmax(Value x) {
        return apply(new Softmax(), x);
    }

    private Value apply(Layer layer, Value x) {
        return append(Float64Twin.forward(layer, values.get(x.id())));
    }

    private Value append(Doubles result) {
        values.add(result);
        return new Value(values.size() - 1, result.shape());
    }

    private static Parameter parameter(Tensor values) {
        return new Parameter(values, Parameter.Role.TRAINABLE);
    }
}
