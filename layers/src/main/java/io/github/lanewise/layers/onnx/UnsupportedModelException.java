package io.github.lanewise.layers.onnx;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A valid ONNX model with operators, or uses of them, that are not supported; all of them at once. */
public final class UnsupportedModelException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    /**
     * What is not supported.
     *
     * @param opset version of the operators that the model uses
     * @param nodes names of the nodes, or of their first results where they have none
     */
    public record Missing(String operator, int opset, String reason, List<String> nodes) {
        public Missing {
            nodes = List.copyOf(nodes);
        }

        /** One line, in which characters that do not print are question marks. */
        @Override
        public String toString() {
            String text = operator + " (opset " + opset + "): " + reason + ": " + String.join(", ", nodes);
            return UNPRINTABLE.matcher(text).replaceAll("?");
        }
    }

    private final transient List<Missing> missing;

    UnsupportedModelException(Path file, List<Missing> missing) {
        super(file + ": not supported: "
                + missing.stream().map(Missing::toString).collect(Collectors.joining("; ")));
        this.missing = List.copyOf(missing);
    }

    public List<Missing> missing() {
        return missing;
    }
}
