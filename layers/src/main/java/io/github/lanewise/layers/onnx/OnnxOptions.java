package io.github.lanewise.layers.onnx;

import io.github.lanewise.layers.format.ExternalData;
import io.github.lanewise.layers.format.Limits;
import io.github.lanewise.layers.graph.ModelOptions;

/**
 * How an ONNX model is read and compiled.
 *
 * @param limits of what the file may ask for
 * @param externalData whether it may keep weights in other files
 */
public record OnnxOptions(Limits limits, ExternalData externalData, ModelOptions model) {
    /** The default limits, all in one file, and {@link ModelOptions#standard}. */
    public static OnnxOptions standard() {
        return new OnnxOptions(Limits.DEFAULT, ExternalData.REFUSED, ModelOptions.standard());
    }

    public OnnxOptions withLimits(Limits newLimits) {
        return new OnnxOptions(newLimits, externalData, model);
    }

    public OnnxOptions withExternalData(ExternalData newExternalData) {
        return new OnnxOptions(limits, newExternalData, model);
    }

    public OnnxOptions withModel(ModelOptions newModel) {
        return new OnnxOptions(limits, externalData, newModel);
    }
}
