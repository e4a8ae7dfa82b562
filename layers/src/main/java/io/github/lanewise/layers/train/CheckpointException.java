package io.github.lanewise.layers.train;

import java.io.IOException;
import java.nio.file.Path;

/** A checkpoint that is broken, or belongs to another training. The message is one line that begins with the file. */
public final class CheckpointException extends IOException {
    private static final long serialVersionUID = 1L;

    CheckpointException(Path file, String problem) {
        super(file + ": " + problem);
    }

    CheckpointException(Path file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
    }
}
