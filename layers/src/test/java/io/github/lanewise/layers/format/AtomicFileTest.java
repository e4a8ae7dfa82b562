package io.github.lanewise.layers.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    private static final String FULL = "No space left on device";

    @TempDir
    private Path folder;

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatCannotBeWrittenIsNamedAndTheOlderFileStays() throws IOException {
        Path file = folder.resolve("some.bin");
        AtomicFile.write(file, channel -> channel.write(bytes("old")));

        assertThatThrownBy(() -> AtomicFile.write(file, channel -> {
                    channel.write(bytes("ne"));
                    throw new IOException(FULL);
                }))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(file + ": " + FULL);
        assertThat(file).hasContent("old");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void errorsThatNameTheirPlaceStayAsTheyAre() {
        IOException other = new ModelFormatException(folder.resolve("other"), "tensor 'x'", 8, "is broken");
        assertThatThrownBy(() -> AtomicFile.write(folder.resolve("some.bin"), _ -> {
                    throw other;
                }))
                .isSameAs(other);
    }

    @Test
    void absentFolderIsNamed() {
        Path file = folder.resolve("absent").resolve("some.bin");
        assertThatThrownBy(() -> AtomicFile.write(file, channel -> channel.write(bytes("new"))))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining(file.toString());
    }
}
