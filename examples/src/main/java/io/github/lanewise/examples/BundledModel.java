package io.github.lanewise.examples;

import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.format.Limits;
import io.github.lanewise.layers.format.Safetensors;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** The network that serves where no {@code --model} is named: a ResNet-20 that Lanewise trained on CIFAR-10. */
final class BundledModel {
    static final String NETWORK = "resnet20";

    private static final String RESOURCE = NETWORK + ".safetensors";

    private BundledModel() {}

    static boolean isThere() {
        return BundledModel.class.getResource(RESOURCE) != null;
    }

    /** Copies the weights into a network of this name. */
    static void load(Network network) throws IOException, JobException {
        try (InputStream weights = BundledModel.class.getResourceAsStream(RESOURCE)) {
            load(weights, network);
        }
    }

    /** The same from a stream; {@link JobException} if there is none. */
    static void load(@Nullable InputStream weights, Network network) throws IOException, JobException {
        if (weights == null) {
            throw new JobException(
                    "--model is missing, and this build carries no network of its own; name an ONNX model"
                            + " or weights in a safetensors file, which the command train makes");
        }
        MemorySegment content = MemorySegment.ofArray(weights.readAllBytes());
        WeightsFile.load(Safetensors.read(content, RESOURCE, Limits.DEFAULT), RESOURCE, network);
    }
}
