package io.github.lanewise.layers.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.layers.format.ExternalData;
import io.github.lanewise.layers.format.Limits;
import io.github.lanewise.layers.format.OnnxModel;
import io.github.lanewise.layers.format.OnnxTensor;
import io.github.lanewise.layers.format.OnnxValueInfo;
import io.github.lanewise.layers.graph.Data;
import io.github.lanewise.layers.graph.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** A folder as ONNX lays its tests out: a model and sets of inputs with the outputs that they lead to. */
record OnnxTestCase(Path folder) {
    private static final double RELATIVE = 1e-3;
    private static final double ABSOLUTE = 1e-7;

    String name() {
        int count = folder.getNameCount();
        return folder.getName(count - 2) + "/" + folder.getName(count - 1);
    }

    /** Runs all sets and compares within the tolerance of ONNX's own runner. */
    void run(OnnxOptions options) throws IOException {
        Path file = folder.resolve("model.onnx");
        OnnxModel onnx = OnnxModel.read(file, Limits.DEFAULT, ExternalData.REFUSED);
        try (Model model = Onnx.load(file, options)) {
            for (Path set : list(folder, "test_data_set_")) {
                Map<String, Data> results =
                        model.run(read(set, "input_", onnx.graph().inputs()));
                Map<String, Data> expected = read(set, "output_", onnx.graph().outputs());
                assertThat(results.keySet()).containsAll(expected.keySet());
                expected.forEach((name, data) -> assertClose(name, Objects.requireNonNull(results.get(name)), data));
            }
        }
    }

    private static Map<String, Data> read(Path set, String prefix, List<OnnxValueInfo> infos) throws IOException {
        Map<String, Data> values = new LinkedHashMap<>();
        int count = list(set, prefix).size();
        for (int i = 0; i < count; i++) {
            OnnxTensor tensor = OnnxTensor.read(set.resolve(prefix + i + ".pb"), Limits.DEFAULT);
            values.put(infos.get(i).name(), data(tensor));
        }
        return values;
    }

    private static Data data(OnnxTensor tensor) throws IOException {
        int[] dimensions = ImportedNode.exact(tensor.dims());
        return tensor.type().isReal() ? Data.of(tensor.floats(), dimensions) : Data.of(tensor.integers(), dimensions);
    }

    private static List<Path> list(Path folder, String prefix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .toList();
        }
    }

    private static void assertClose(String name, Data actual, Data expected) {
        assertThat(actual).as(name).isInstanceOf(expected.getClass());
        assertThat(actual.shape()).as("shape of %s", name).isEqualTo(expected.shape());
        if (actual instanceof Data.Integers integers) {
            assertThat(integers.values()).as(name).isEqualTo(((Data.Integers) expected).values());
            return;
        }
        float[] found = actual.toFloats();
        float[] wanted = expected.toFloats();
        for (int i = 0; i < wanted.length; i++) {
            boolean close = Float.compare(found[i], wanted[i]) == 0
                    || Math.abs((double) found[i] - wanted[i]) <= ABSOLUTE + RELATIVE * Math.abs(wanted[i]);
            assertThat(close)
                    .as("%s[%d] is %s, expected %s", name, i, found[i], wanted[i])
                    .isTrue();
        }
    }
}
