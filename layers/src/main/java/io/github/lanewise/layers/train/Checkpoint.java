package io.github.lanewise.layers.train;

import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.Layer;
import io.github.lanewise.layers.StateDict;
import io.github.lanewise.layers.StateMismatchException;
import io.github.lanewise.layers.format.Safetensors;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/**
 * The checkpoint of a training in a folder: {@code checkpoint.json} says where the training stands and which safetensors
 * file beside it has the parameters, running statistics and the memory of the optimiser.
 *
 * <p>The tensors are written first, under a new name; the moment at which the JSON takes the place of the older one makes
 * the checkpoint valid, and only then is the older tensor file deleted. So whatever ends the program or fills the disk,
 * the folder holds one whole checkpoint.
 */
final class Checkpoint {
    static final String STATE_FILE = "checkpoint.json";
    private static final String TENSOR_FILES = "checkpoint-*.safetensors";
    private static final String NETWORK = "network.";
    private static final String OPTIMISER = "optimiser.";

    private Checkpoint() {}

    static Path file(Path folder) {
        return folder.resolve(STATE_FILE);
    }

    static String tensorFile(long step) {
        return "checkpoint-" + step + ".safetensors";
    }

    /** Writes a checkpoint and returns its state file. */
    static Path write(Path folder, Layer layer, Descent descent, TrainingState state) throws IOException {
        Files.createDirectories(folder);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        StateDict.of(layer).tensors().forEach((name, tensor) -> tensors.put(NETWORK + name, tensor));
        descent.state().forEach((name, tensor) -> tensors.put(OPTIMISER + name, tensor));
        Safetensors.write(folder.resolve(state.tensors()), tensors, Map.of());
        Path file = file(folder);
        TrainingStateFile.write(file, state);
        try (DirectoryStream<Path> older = Files.newDirectoryStream(folder, TENSOR_FILES)) {
            for (Path tensorFile : older) {
                if (!tensorFile.getFileName().toString().equals(state.tensors())) {
                    Files.delete(tensorFile);
                }
            }
        }
        return file;
    }

    /**
     * Copies the tensors of a checkpoint to a network and an optimiser and returns the state.
     *
     * @throws CheckpointException if it belongs to another training; then nothing has changed
     */
    static TrainingState read(Path folder, Layer layer, Descent descent, TrainingState.Identity expected)
            throws IOException {
        Path file = file(folder);
        TrainingState state = TrainingStateFile.read(file);
        String difference = state.training().difference(expected);
        if (!difference.isEmpty()) {
            throw new CheckpointException(file, difference);
        }
        Path tensorFile = folder.resolve(state.tensors()).normalize();
        if (!folder.normalize().equals(tensorFile.getParent())) {
            throw new CheckpointException(file, "has its tensors elsewhere: " + state.tensors());
        }
        SequencedMap<String, Tensor> tensors = Safetensors.read(tensorFile).tensors();
        SequencedMap<String, Tensor> remembered = withPrefix(tensors, OPTIMISER);
        if (!fits(remembered, descent.state())) {
            throw new CheckpointException(
                    tensorFile, "is of another network: the memory of its optimiser does not fit");
        }
        try {
            new StateDict(withPrefix(tensors, NETWORK)).loadInto(layer);
        } catch (StateMismatchException e) {
            throw new CheckpointException(tensorFile, "is of another network: " + e.getMessage(), e);
        }
        remembered.forEach((name, tensor) ->
                Objects.requireNonNull(descent.state().get(name)).copyFrom(tensor));
        descent.continueAt(state.step());
        return state;
    }

    private static boolean fits(Map<String, Tensor> stored, Map<String, Tensor> expected) {
        return stored.keySet().equals(expected.keySet())
                && stored.entrySet().stream().allMatch(entry -> {
                    Tensor tensor = expected.get(entry.getKey());
                    return tensor != null
                            && tensor.shape().equals(entry.getValue().shape());
                });
    }

    private static SequencedMap<String, Tensor> withPrefix(SequencedMap<String, Tensor> tensors, String prefix) {
        SequencedMap<String, Tensor> named = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                named.put(name.substring(prefix.length()), tensor);
            }
        });
        return named;
    }
}
