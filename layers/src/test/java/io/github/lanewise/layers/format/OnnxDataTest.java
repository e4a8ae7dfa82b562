package io.github.lanewise.layers.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files of ONNX's own tests, and the networks beside them. */
class OnnxDataTest {
    @Test
    void everyModelIsRead() throws IOException {
        Map<Path, String> refused = new TreeMap<>();
        int models = 0;
        for (Path file : files(".onnx")) {
            models++;
            try {
                assertThat(OnnxModel.read(file).graph().nodes()).isNotEmpty();
            } catch (ModelFormatException fault) {
                refused.put(file, fault.getMessage());
            }
        }
        assertThat(models).isGreaterThan(400);
        assertThat(refused).isEmpty();
    }

    @Test
    void everyTensorIsRead() throws IOException {
        Map<Path, String> refused = new TreeMap<>();
        int tensors = 0;
        for (Path file : files(".pb")) {
            tensors++;
            try {
                OnnxTensor tensor = OnnxTensor.read(file, Limits.DEFAULT);
                if (tensor.type().isReal()) {
                    assertThat(tensor.floats()).hasSize((int) tensor.elements());
                } else if (tensor.type().isInteger()) {
                    assertThat(tensor.integers()).hasSize((int) tensor.elements());
                }
            } catch (ModelFormatException fault) {
                refused.put(file, fault.getMessage());
            }
        }
        assertThat(tensors).isGreaterThan(1000);
        assertThat(refused).isEmpty();
    }

    private static List<Path> files(String suffix) throws IOException {
        String folder = System.getProperty("lanewise.data");
        assumeTrue(folder != null, "set -Dlanewise.data to run this");
        try (Stream<Path> paths = Files.walk(Path.of(folder))) {
            return new ArrayList<>(paths.filter(path -> path.toString().endsWith(suffix)
                            && !path.getFileName().toString().startsWith("LICENSE"))
                    .toList());
        }
    }
}
