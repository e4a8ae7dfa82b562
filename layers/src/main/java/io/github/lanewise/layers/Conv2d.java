package io.github.lanewise.layers;

import io.github.lanewise.engine.Convolution;
import io.github.lanewise.engine.Layout;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Epilogue;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Two-dimensional convolution {@code [N, H, W, inChannels] -> [N, H', W', outChannels]}, with or without a bias.
 *
 * <p>Parameters: {@code weight [outChannels, inChannels / groups, kernelHeight, kernelWidth]},
 * {@code bias [outChannels]}.
 */
@SuppressWarnings("exports") // only an annotation: callers need no org.jspecify
public record Conv2d(
        ConvGeometry geometry, Parameter weight, @Nullable Parameter bias) implements Layer {
    /** Without a bias, as batch norm follows; the weights are zero. */
    public static Conv2d of(ConvGeometry geometry) {
        return new Conv2d(geometry, Parameter.trainable(0, weightShape(geometry)), null);
    }

    /** The same weights with a bias of zeros. */
    public Conv2d withBias() {
        return new Conv2d(geometry, weight, Parameter.trainable(0, Shape.of(geometry.outChannels())));
    }

    static Shape weightShape(ConvGeometry geometry) {
        return Shape.of(
                geometry.outChannels(),
                geometry.inChannels() / geometry.groups(),
                geometry.kernelHeight(),
                geometry.kernelWidth());
    }

    @Override
    public SequencedMap<String, Parameter> parameters() {
        SequencedMap<String, Parameter> parameters = new LinkedHashMap<>();
        parameters.put("weight", weight);
        if (bias != null) {
            parameters.put("bias", bias);
        }
        return parameters;
    }

    @Override
    public Tensor forward(Tensor x, Tape tape) {
        Tensor weightsOhwi = tape.allocate(geometry.weightShape());
        Layout.oihwToOhwi(weight.values(), weightsOhwi);
        Epilogue epilogue = new Epilogue(bias == null ? null : bias.values(), Activation.IDENTITY);
        Tensor y = tape.allocate(outputShape(x.shape()));
        Convolution.of(geometry, weightsOhwi, epilogue).run(x, y, tape.workers());
        return y;
    }

    @Override
    public Lowering.Value lower(Lowering.Value x, Lowering target) {
        return target.convolution(x, geometry, weight.values(), bias == null ? null : bias.values());
    }
}
