package io.github.lanewise.examples;

import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.StateDict;
import io.github.lanewise.layers.format.Safetensors;
import io.github.lanewise.layers.graph.Model;
import io.github.lanewise.layers.residual.Networks;
import java.io.IOException;
import java.nio.file.Path;

/** The sample of the README. */
final class ThreeLines {
    private ThreeLines() {}

    /** The logits {@code [batch, 10]} of normalised images {@code [batch, 3, 32, 32]}, by PyTorch's weights. */
    static float[] logits(Path weights, float[] images, int batch) throws IOException {
        Network network = Networks.named("resnet20");
        new StateDict(Safetensors.read(weights).tensors()).loadInto(network.layer());
        return Model.compile(network).run(images, batch);
    }
}
