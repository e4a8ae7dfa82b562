package io.github.lanewise.layers.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.testkit.Problems;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Safetensors files that are in memory are read as those on the disk are. */
class SafetensorsMemoryTest {
    private static final String NAME = "weights.safetensors";

    @TempDir
    private Path folder;

    private static String outcome(Attempt attempt) {
        try {
            return describe(attempt.read());
        } catch (IOException e) {
            return e.getClass() + " " + e.getMessage();
        }
    }

    private interface Attempt {
        Safetensors read() throws IOException;
    }

    private static String describe(Safetensors read) {
        StringBuilder text = new StringBuilder(read + " " + read.metadata() + " " + read.entries());
        read.tensors().forEach((name, tensor) -> text.append(name).append(Arrays.toString(tensor.toArray())));
        return text.toString();
    }

    /** What comes of the bytes as a file, with the name that they have in memory. */
    private String onDisk(byte[] bytes) throws IOException {
        Path file = folder.resolve(NAME);
        Files.write(file, bytes);
        return outcome(() -> Safetensors.read(file)).replace(file.toString(), NAME);
    }

    @Test
    void heapAndNativeMemoryAndPartsOfThem() throws IOException {
        for (byte[] bytes : SafetensorsMutator.originals()) {
            String expected = onDisk(bytes);
            assertThat(expected).startsWith(NAME + ": ").contains(" tensors");
            assertThat(outcome(() -> Safetensors.read(MemorySegment.ofArray(bytes), NAME, Limits.DEFAULT)))
                    .isEqualTo(expected);
            MemorySegment whole = MemorySegment.ofArray(new long[bytes.length / Long.BYTES + 1]);
            MemorySegment.copy(bytes, 0, whole, ValueLayout.JAVA_BYTE, 0, bytes.length);
            MemorySegment ofLongs = whole.asSlice(0, bytes.length);
            assertThat(outcome(() -> Safetensors.read(ofLongs, NAME, Limits.DEFAULT)))
                    .isEqualTo(expected);
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment part = arena.allocate(bytes.length + 9).asSlice(5, bytes.length);
                MemorySegment.copy(bytes, 0, part, ValueLayout.JAVA_BYTE, 0, bytes.length);
                assertThat(outcome(() -> Safetensors.read(part, NAME, Limits.DEFAULT)))
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void brokenContentHasTheSameFaults() throws IOException {
        for (int seed = 0; seed < 300; seed++) {
            byte[] mutant = SafetensorsMutator.mutant(seed);
            assertThat(outcome(() -> Safetensors.read(MemorySegment.ofArray(mutant), NAME, Limits.DEFAULT)))
                    .isEqualTo(onDisk(mutant));
        }
    }

    @Test
    void tensorsLargerThanTheBufferAreWhole() throws IOException {
        float[] values = Problems.floats(100_003, 1);
        Path file = folder.resolve(NAME);
        Safetensors.write(file, Map.of("x", Tensor.of(values, values.length)), Map.of());
        MemorySegment content = MemorySegment.ofArray(Files.readAllBytes(file));
        Safetensors read = Safetensors.read(content, NAME, Limits.DEFAULT);
        content.fill((byte) 0);
        assertThat(read.tensor("x").toArray()).isEqualTo(values);
    }

    @Test
    void limitsHold() {
        byte[] bytes = SafetensorsMutator.originals().getFirst();
        assertThatThrownBy(
                        () -> Safetensors.read(MemorySegment.ofArray(bytes), NAME, Limits.DEFAULT.withHeaderBytes(1)))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageStartingWith(NAME + ": header")
                .hasMessageContaining("limit of 1");
        assertThatThrownBy(() -> Safetensors.read(MemorySegment.NULL, NAME, Limits.DEFAULT))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("0 bytes");
    }
}
