package io.github.lanewise.examples;

import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.StateDict;
import io.github.lanewise.layers.format.Safetensors;
import io.github.lanewise.layers.train.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What {@code lanewise train} leaves in its folder besides checkpoints. */
final class TrainedFiles {
    static final String WEIGHTS = "model.safetensors";

    /** The names of the classes, one per line. */
    static final String CLASSES = "classes.txt";

    private TrainedFiles() {}

    static void write(Path folder, Network network, List<String> classes, History history) throws IOException {
        history.writeTo(folder);
        Files.write(folder.resolve(CLASSES), classes);
        Safetensors.write(
                folder.resolve(WEIGHTS), StateDict.of(network.layer()).tensors(), Map.of("network", network.name()));
        TrainingPlots.curves(network.name(), history).save(folder.resolve("curves.png"));
    }
}
