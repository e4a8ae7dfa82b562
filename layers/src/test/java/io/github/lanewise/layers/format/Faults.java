package io.github.lanewise.layers.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What every fault of a broken file must say. */
final class Faults {
    private Faults() {}

    /** Writes the bytes to the file, reads it, and expects one line that names the file, the problem and a place in it. */
    static void assertFault(Path file, byte[] bytes, ThrowingCallable read, String problem) throws IOException {
        Files.write(file, bytes);
        ModelFormatException fault = catchThrowableOfType(ModelFormatException.class, read);
        assertThat(fault).hasMessageStartingWith(file + ": ").hasMessageContaining(problem);
        assertThat(fault.toString().lines()).hasSize(1);
        assertThat(fault.offset()).isBetween(0L, (long) bytes.length);
    }
}
