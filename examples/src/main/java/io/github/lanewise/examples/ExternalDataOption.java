package io.github.lanewise.examples;

import io.github.lanewise.layers.format.ExternalData;
import io.github.lanewise.layers.graph.ModelOptions;
import io.github.lanewise.layers.onnx.OnnxOptions;
import picocli.CommandLine.Option;

/** The option {@code --external-data}: whether an ONNX model may keep weights in other files. */
final class ExternalDataOption {
    @Option(
            names = "--external-data",
            description = "Let the ONNX model keep weights in other files, below its own folder.")
    private boolean allowed;

    boolean isAllowed() {
        return allowed;
    }

    ExternalData externalData() {
        return allowed ? ExternalData.MODEL_FOLDER : ExternalData.REFUSED;
    }

    /** How an ONNX model is loaded. */
    OnnxOptions options(ModelOptions model) {
        return OnnxOptions.standard().withExternalData(externalData()).withModel(model);
    }
}
