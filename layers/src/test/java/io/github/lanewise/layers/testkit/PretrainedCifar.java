package io.github.lanewise.layers.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.StateDict;
import io.github.lanewise.layers.format.Safetensors;
import io.github.lanewise.layers.graph.Model;
import io.github.lanewise.layers.residual.Networks;
import java.io.IOException;
import java.nio.file.Path;

/** The reference data of pretrained networks, outside the repository; tests that ask for it are skipped without it. */
public final class PretrainedCifar {
    private PretrainedCifar() {}

    /** The folder of all reference data. */
    public static Path data() {
        String folder = System.getProperty("lanewise.data");
        assumeTrue(folder != null, "no test data: run with -Dlanewise.data=FOLDER");
        return Path.of(folder);
    }

    /** A file of the networks for CIFAR-10. */
    public static Path file(String name) {
        return data().resolve("cifar-resnet").resolve(name);
    }

    /** A network with the weights that PyTorch trained. */
    public static Model model(String name) throws IOException {
        Network network = Networks.named(name);
        Safetensors weights = Safetensors.read(file(name + "-cifar10.safetensors"));
        new StateDict(weights.tensors()).loadInto(network.layer());
        return Model.compile(network);
    }
}
