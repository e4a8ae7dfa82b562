package io.github.lanewise.examples;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.StateDict;
import io.github.lanewise.layers.format.Safetensors;
import io.github.lanewise.layers.residual.Networks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

/** Files for the commands to work on. */
final class Fixtures {
    private static final int RECORD = 1 + 3 * 32 * 32;

    private Fixtures() {}

    /** Writes a network with random weights, named after it. */
    static Path model(Path folder, String name) throws IOException {
        Network network = Networks.named(name).initialise(1);
        Path file = folder.resolve(name + ".safetensors");
        Safetensors.write(file, StateDict.of(network.layer()).tensors(), Map.of());
        return file;
    }

    /** Writes random test images in CIFAR-10's format and returns their folder. */
    static Path testImages(Path folder, int count) throws IOException {
        byte[] records = new byte[count * RECORD];
        new Random(2).nextBytes(records);
        for (int image = 0; image < count; image++) {
            records[image * RECORD] = (byte) (image % 10);
        }
        Files.write(folder.resolve("test_batch.bin"), records);
        return folder;
    }

    /** The folder with the reference data; skips the test where it is not given. */
    static Path data(String name) {
        String folder = System.getProperty("lanewise.data");
        assumeTrue(folder != null, "needs the reference data, -Dlanewise.data=FOLDER");
        return Path.of(folder, name);
    }
}
