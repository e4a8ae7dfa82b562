package io.github.lanewise.layers.format;

import static io.github.lanewise.layers.format.OnnxBytes.FLOAT;
import static io.github.lanewise.layers.format.OnnxBytes.entry;
import static io.github.lanewise.layers.format.OnnxBytes.file;
import static io.github.lanewise.layers.format.OnnxBytes.graphWith;
import static io.github.lanewise.layers.format.OnnxBytes.tensor;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.lanewise.layers.format.onnx.Message;
import io.github.lanewise.layers.format.onnx.Schema;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tensors in other files: what is allowed, and each way out of the model's folder. */
class ExternalDataTest {
    private static final byte[] TWO = HexFormat.of().parseHex("0000803f000000c0");

    private final Path outside;
    private final Path folder;
    private final Path path;

    ExternalDataTest(@TempDir Path outside) {
        this.outside = outside;
        this.folder = outside.resolve("models");
        this.path = folder.resolve("model.onnx");
    }

    @BeforeEach
    void writeData() throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Files.write(folder.resolve("w.bin"), TWO);
        Files.write(folder.resolve("data/w.bin"), TWO);
        Files.write(outside.resolve("secret.bin"), TWO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"w.bin", "data/w.bin"})
    void readsAFileBelowTheModel(String location) throws IOException {
        assertThat(read(Map.of("location", location))).containsExactly(1, -2);
        assertThat(read(Map.of("location", location, "offset", "0", "length", "8", "checksum", "0")))
                .containsExactly(1, -2);
    }

    @Test
    void readsFromAnOffset() throws IOException {
        Files.write(folder.resolve("w.bin"), HexFormat.of().parseHex("ffffff0000803f000000c0ff"));
        assertThat(read(Map.of("location", "w.bin", "offset", "3"))).containsExactly(1, -2);
    }

    @Test
    void readsThroughALinkToTheFolder() throws IOException {
        Path link = link(outside.resolve("link"), folder);
        write(Map.of("location", "w.bin"));
        assertThat(readModel(link.resolve("model.onnx"))).containsExactly(1, -2);
    }

    @Test
    void nothingIsReadUnasked() throws IOException {
        write(Map.of("location", "w.bin"));
        assertThatIOException()
                .isThrownBy(() -> OnnxModel.read(path))
                .isInstanceOf(ModelFormatException.class)
                .withMessageContaining("tensor 'w': its data stand in another file; external data must be asked for");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                ".",
                "..",
                "../secret.bin",
                "data/../../secret.bin",
                "data/../w.bin",
                "./w.bin",
                "data//w.bin",
                "data/",
                "/etc/hostname",
                "\\\\host\\share",
                "..\\secret.bin",
                "C:\\w.bin",
                "C:w.bin",
                "file:///etc/hostname",
                "w.bin\u0000",
                "w\n.bin"
            })
    void refusesLocationsThatAreNoNames(String location) throws IOException {
        assertFault(Map.of("location", location), "must be names below the model's folder, separated by '/'");
    }

    @Test
    void refusesAnAbsolutePathIntoTheFolder() throws IOException {
        assertFault(Map.of("location", folder.resolve("w.bin").toString()), "must be names below the model's folder");
    }

    @Test
    void refusesNoLocation() throws IOException {
        assertFault(Map.of("offset", "0"), "the location '' of its external data must be names");
    }

    @ParameterizedTest
    @ValueSource(strings = {"absent.bin", "data", "w.bin/x"})
    void refusesWhatIsNoFile(String location) throws IOException {
        assertFault(Map.of("location", location), "are not a plain file below the model's folder");
    }

    @Test
    void refusesSymbolicLinks() throws IOException {
        link(folder.resolve("out.bin"), outside.resolve("secret.bin"));
        link(folder.resolve("in.bin"), folder.resolve("w.bin"));
        link(folder.resolve("up"), outside);
        link(folder.resolve("loop"), folder.resolve("loop"));
        for (String location : List.of("out.bin", "in.bin", "up/secret.bin", "up/models/w.bin", "loop", "loop/w.bin")) {
            assertFault(Map.of("location", location), "are not a plain file below the model's folder");
        }
    }

    @Test
    void refusesHardLinks() throws IOException {
        assumeTrue(
                folder.getFileSystem().supportedFileAttributeViews().contains("unix"),
                "needs a file system that counts the names of a file");
        Files.createLink(folder.resolve("hard.bin"), outside.resolve("secret.bin"));
        assertFault(Map.of("location", "hard.bin"), "external data 'hard.bin' have a second name, a hard link");
    }

    @ParameterizedTest
    @CsvSource({
        "offset, -1, must be a number of at most 18 digits",
        "offset, +1, must be a number of at most 18 digits",
        "offset, 0x1, must be a number of at most 18 digits",
        "offset, '', must be a number of at most 18 digits",
        "offset, ١, must be a number of at most 18 digits",
        "offset, 9223372036854775807, must be a number of at most 18 digits",
        "length, 99999999999999999999, must be a number of at most 18 digits",
        "offset, 1, 8 bytes at offset 1 reach beyond the 8 bytes of external data 'w.bin'",
        "offset, 9, 8 bytes at offset 9 reach beyond the 8 bytes",
        "offset, 999999999999999999, reach beyond the 8 bytes of external data",
        "length, 0, 'takes 8 bytes, its external data have 0'",
        "length, 7, 'takes 8 bytes, its external data have 7'",
        "length, 9, 'takes 8 bytes, its external data have 9'"
    })
    void refusesOffsetsAndLengthsThatDoNotFit(String key, String value, String problem) throws IOException {
        assertFault(Map.of("location", "w.bin", key, value), problem);
    }

    @Test
    void refusesAKeyThatStandsTwice() throws IOException {
        Message tensor = external("w", Map.of("location", "w.bin"))
                .message(Schema.Tensor.EXTERNAL_DATA, entry("location", "data/w.bin"));
        Files.write(path, file(graphWith(tensor)));
        assertThatIOException()
                .isThrownBy(() -> readModel(path))
                .isInstanceOf(ModelFormatException.class)
                .withMessageContaining("tensor 'w': the key 'location' stands twice");
    }

    @Test
    void theSameDataManyTimesIsWithinTheLimitOfAllWeights() throws IOException {
        Map<String, String> entries = Map.of("location", "w.bin");
        Files.write(path, file(graphWith(external("w", entries), external("v", entries))));
        Limits limits = Limits.DEFAULT.withWeightBytes(15);
        assertThatIOException()
                .isThrownBy(() -> OnnxModel.read(path, limits, ExternalData.MODEL_FOLDER))
                .isInstanceOf(ModelFormatException.class)
                .withMessageContaining("tensor 'v': the tensors up to this one take more than the limit of 15 bytes");
    }

    @Test
    void largeTensorsAreWrittenBesideTheModelAndReadBack() throws IOException {
        float[] large = new float[300];
        large[299] = 7;
        LinkedHashMap<String, OnnxTensor> tensors = new LinkedHashMap<>();
        tensors.put("w", OnnxTensor.ofFloats("w", new long[] {3, 100}, large));
        tensors.put("small", OnnxTensor.ofFloats("small", new long[] {1}, 5));
        tensors.put("v", OnnxTensor.ofFloats("v", new long[] {300}, large));
        OnnxModel model = OnnxSamples.sum(tensors);
        model.save(path, 2000);
        assertThat(Files.size(folder.resolve("model.onnx.data"))).isEqualTo(4096 + 1200);
        assertThat(Files.size(path)).isLessThan(1000);
        OnnxModel back = OnnxModel.read(path, Limits.DEFAULT, ExternalData.MODEL_FOLDER);
        OnnxSamples.assertSame(back, model);
        model.save(path, 1 << 20);
        OnnxSamples.assertSame(OnnxModel.read(path), model);
    }

    private float[] read(Map<String, String> entries) throws IOException {
        write(entries);
        return readModel(path);
    }

    private static float[] readModel(Path model) throws IOException {
        OnnxTensor tensor = OnnxModel.read(model, Limits.DEFAULT, ExternalData.MODEL_FOLDER)
                .graph()
                .initializers()
                .get("w");
        return requireNonNull(tensor).floats();
    }

    private void write(Map<String, String> entries) throws IOException {
        Files.write(path, file(graphWith(external("w", entries))));
    }

    private void assertFault(Map<String, String> entries, String problem) throws IOException {
        write(entries);
        ModelFormatException fault = catchThrowableOfType(
                ModelFormatException.class, () -> OnnxModel.read(path, Limits.DEFAULT, ExternalData.MODEL_FOLDER));
        assertThat(fault).hasMessageStartingWith(path + ": tensor 'w': ").hasMessageContaining(problem);
    }

    private static Message external(String name, Map<String, String> entries) {
        Message tensor = tensor(name, FLOAT, 2).integer(Schema.Tensor.DATA_LOCATION, 1);
        entries.forEach((key, value) -> tensor.message(Schema.Tensor.EXTERNAL_DATA, entry(key, value)));
        return tensor;
    }

    private static Path link(Path link, Path target) throws IOException {
        try {
            return Files.createSymbolicLink(link, target);
        } catch (UnsupportedOperationException | FileSystemException refused) {
            assumeTrue(false, "needs a file system with symbolic links");
            throw refused;
        }
    }
}
