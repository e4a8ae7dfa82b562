package io.github.lanewise.examples;

import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.StateDict;
import io.github.lanewise.layers.StateMismatchException;
import io.github.lanewise.layers.format.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Weights of a network in a safetensors file. */
final class WeightsFile {
    private static final int NAMES_SHOWN = 5;

    private WeightsFile() {}

    /** Copies the weights into the network; {@link JobException} naming the file if they are not those of the network. */
    static void load(Path file, Network network) throws IOException, JobException {
        load(Safetensors.read(file), file.toString(), network);
    }

    /** The same from what has been read, by a name for messages. */
    static void load(Safetensors weights, String name, Network network) throws JobException {
        try {
            new StateDict(weights.tensors()).loadInto(network.layer());
        } catch (StateMismatchException e) {
            throw new JobException(name + ": does not fit " + network.name() + ": " + summary(e), e);
        }
    }

    private static String summary(StateMismatchException e) {
        List<String> parts = new ArrayList<>();
        addPart(parts, "missing", e.missing());
        addPart(parts, "not expected", e.extra());
        addPart(parts, "of another shape", e.misshapen());
        return String.join("; ", parts);
    }

    private static void addPart(List<String> parts, String what, List<String> names) {
        if (!names.isEmpty()) {
            int more = names.size() - NAMES_SHOWN;
            String shown = String.join(", ", names.subList(0, Math.min(NAMES_SHOWN, names.size())));
            parts.add(names.size() + " " + what + " (" + shown + (more > 0 ? " and " + more + " more)" : ")"));
        }
    }
}
