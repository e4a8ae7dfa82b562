package io.github.lanewise.layers.format;

import java.nio.file.Path;

/**
 * Where something was read, so that a later stage can still name file and byte.
 *
 * @param offset of its first byte in the file
 */
public record Origin(Path file, long offset) {
    /** The origin of what was made in memory. */
    public static final Origin MEMORY = new Origin(Path.of("memory"), 0);

    /** The exception for a fault in what was read here; see {@link ModelFormatException} for its message. */
    public ModelFormatException fault(String place, String problem) {
        return new ModelFormatException(file, place, offset, problem);
    }
}
