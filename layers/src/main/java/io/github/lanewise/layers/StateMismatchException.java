package io.github.lanewise.layers;

import java.io.Serial;
import java.util.ArrayList;
import java.util.List;

/** A state does not fit a network. All tensors that are missing, not expected or of another shape are named at once. */
@SuppressWarnings("serial") // the lists made by List.copyOf are serializable
public final class StateMismatchException extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1;

    private final List<String> missing;
    private final List<String> extra;
    private final List<String> misshapen;

    StateMismatchException(List<String> missing, List<String> extra, List<String> misshapen) {
        super(message(missing, extra, misshapen));
        this.missing = List.copyOf(missing);
        this.extra = List.copyOf(extra);
        this.misshapen = List.copyOf(misshapen);
    }

    /** Names that the network has and the state has not. */
    public List<String> missing() {
        return missing;
    }

    /** Names that the state has and the network has not. */
    public List<String> extra() {
        return extra;
    }

    /** Name, shape found and shape expected: {@code conv1.weight is [16, 4, 3, 3] instead of [16, 3, 3, 3]}. */
    public List<String> misshapen() {
        return misshapen;
    }

    private static String message(List<String> missing, List<String> extra, List<String> misshapen) {
        List<String> parts = new ArrayList<>();
        addPart(parts, "missing", missing);
        addPart(parts, "not expected", extra);
        addPart(parts, "of another shape", misshapen);
        return "the tensors do not fit the network: " + String.join("; ", parts);
    }

    private static void addPart(List<String> parts, String what, List<String> names) {
        if (!names.isEmpty()) {
            parts.add(names.size() + " " + what + " (" + String.join(", ", names) + ")");
        }
    }
}
