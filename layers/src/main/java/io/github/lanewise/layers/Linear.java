package io.github.lanewise.layers;

import io.github.lanewise.engine.Gemm;
import io.github.lanewise.engine.PackedMatrix;
import io.github.lanewise.engine.Transpose;
import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.Epilogue;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Dense layer {@code y = x Wᵀ + b}, {@code [N, inFeatures] -> [N, outFeatures]}, with or without the bias.
 *
 * <p>Parameters: {@code weight [outFeatures, inFeatures]}, {@code bias [outFeatures]}.
 */
@SuppressWarnings("exports") // only an annotation: callers need no org.jspecify
public record Linear(Parameter weight, @Nullable Parameter bias) implements Layer {
    /** Weights and bias are zero. */
    public static Linear of(int inFeatures, int outFeatures) {
        Parameter weight = Parameter.trainable(0, Shape.of(outFeatures, inFeatures));
        return new Linear(weight, Parameter.trainable(0, Shape.of(outFeatures)));
    }

    public Linear withoutBias() {
        return new Linear(weight, null);
    }

    public int inFeatures() {
        return weight.shape().dimension(1);
    }

    public int outFeatures() {
        return weight.shape().dimension(0);
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
        Tensor y = tape.allocate(outputShape(x.shape()));
        PackedMatrix packed = PackedMatrix.of(Transpose.YES, weight.values());
        Epilogue epilogue = new Epilogue(bias == null ? null : bias.values(), Activation.IDENTITY);
        Gemm.multiply(x, packed, epilogue, null, y, tape.workers());
        return y;
    }

    @Override
    public Lowering.Value lower(Lowering.Value x, Lowering target) {
        return target.linear(x, weight.values(), bias == null ? null : bias.values());
    }
}
