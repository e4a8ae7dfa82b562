package io.github.lanewise.examples;

import io.github.lanewise.layers.format.ExternalData;
import io.github.lanewise.layers.format.Limits;
import io.github.lanewise.layers.format.OnnxModel;
import io.github.lanewise.layers.format.OnnxTensor;
import io.github.lanewise.layers.format.OnnxType;
import io.github.lanewise.layers.format.OnnxValueInfo;
import io.github.lanewise.layers.graph.Data;
import io.github.lanewise.layers.graph.Model;
import io.github.lanewise.layers.onnx.Onnx;
import io.github.lanewise.layers.onnx.OnnxOptions;
import io.github.lanewise.layers.onnx.UnsupportedModelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A test as ONNX lays them out: a folder with a model, and folders with its inputs and expected outputs. */
record OnnxTest(Path folder) {
    /** What becomes of a test. */
    enum Outcome {
        PASS,
        FAIL,
        UNSUPPORTED
    }

    /**
     * The verdict over a test.
     *
     * @param reason empty for a pass
     */
    record Verdict(Outcome outcome, String reason) {}

    private static final String MODEL = "model.onnx";

    static boolean isTest(Path folder) {
        return Files.isRegularFile(folder.resolve(MODEL));
    }

    Verdict run(Tolerance tolerance, ExternalData external) throws IOException {
        Path file = folder.resolve(MODEL);
        try {
            OnnxModel onnx = OnnxModel.read(file, Limits.DEFAULT, external);
            List<Path> sets = files("test_data_set_");
            if (sets.isEmpty()) {
                return new Verdict(Outcome.FAIL, "has no test_data_set_0");
            }
            try (Model model = Onnx.compile(onnx, OnnxOptions.standard())) {
                for (Path set : sets) {
                    Verdict verdict = run(model, onnx, set, tolerance);
                    if (verdict.outcome() != Outcome.PASS) {
                        return verdict;
                    }
                }
            }
            return new Verdict(Outcome.PASS, "");
        } catch (UnsupportedModelException e) {
            return unsupported(e);
        } catch (UncheckedIOException e) {
            return e.getCause() instanceof UnsupportedModelException unsupported
                    ? unsupported(unsupported)
                    : new Verdict(Outcome.FAIL, String.valueOf(e.getMessage()));
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return new Verdict(Outcome.FAIL, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return new Verdict(Outcome.FAIL, "unexpected " + e);
        }
    }

    private static Verdict unsupported(UnsupportedModelException e) {
        String reason = e.missing().stream()
                .map(UnsupportedModelException.Missing::toString)
                .collect(Collectors.joining("; "));
        return new Verdict(Outcome.UNSUPPORTED, reason);
    }

    private static Verdict run(Model model, OnnxModel onnx, Path set, Tolerance tolerance) throws IOException {
        Map<String, Data> results = model.run(read(set, "input_", onnx.graph().requiredInputs()));
        Map<String, Data> expected = read(set, "output_", onnx.graph().outputs());
        if (expected.isEmpty()) {
            return new Verdict(Outcome.FAIL, set.getFileName() + ": has no output_0.pb");
        }
        for (Map.Entry<String, Data> output : expected.entrySet()) {
            Data result = results.get(output.getKey());
            String complaint = result == null ? "is missing" : tolerance.complaint(result, output.getValue());
            if (complaint != null) {
                return new Verdict(Outcome.FAIL, set.getFileName() + ": '" + output.getKey() + "' " + complaint);
            }
        }
        return new Verdict(Outcome.PASS, "");
    }

    private static Map<String, Data> read(Path set, String prefix, List<OnnxValueInfo> infos) throws IOException {
        Map<String, Data> values = new LinkedHashMap<>();
        for (int i = 0; i < infos.size() && Files.exists(set.resolve(prefix + i + ".pb")); i++) {
            OnnxTensor tensor = OnnxTensor.read(set.resolve(prefix + i + ".pb"), Limits.DEFAULT);
            values.put(infos.get(i).name(), data(tensor, infos.get(i).type()));
        }
        return values;
    }

    /** Some of ONNX's own files keep bfloat16 as the integers of its bits. */
    private static Data data(OnnxTensor tensor, OnnxType declared) throws IOException {
        int[] dimensions =
                Arrays.stream(tensor.dims()).mapToInt(Math::toIntExact).toArray();
        if (declared == OnnxType.BFLOAT16 && tensor.type().isInteger()) {
            long[] bits = tensor.integers();
            float[] values = new float[bits.length];
            for (int i = 0; i < bits.length; i++) {
                values[i] = Float.intBitsToFloat((int) bits[i] << 16);
            }
            return Data.of(values, dimensions);
        }
        return tensor.type().isReal() ? Data.of(tensor.floats(), dimensions) : Data.of(tensor.integers(), dimensions);
    }

    private List<Path> files(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .toList();
        }
    }
}
