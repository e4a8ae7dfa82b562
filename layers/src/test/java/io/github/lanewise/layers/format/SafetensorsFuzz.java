package io.github.lanewise.layers.format;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Anything as a safetensors file: it is read, or refused with {@link ModelFormatException}. */
class SafetensorsFuzz {
    @TempDir
    static Path folder;

    @FuzzTest(maxDuration = "10m")
    void read(byte[] file) throws IOException {
        Path path = Files.write(folder.resolve("model.safetensors"), file);
        try {
            HostileFilesTest.checkSafetensors(Safetensors.read(path), file.length);
        } catch (ModelFormatException refused) {
            // What a broken file is for.
        }
    }
}
