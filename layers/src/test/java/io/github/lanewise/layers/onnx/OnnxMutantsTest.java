package io.github.lanewise.layers.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.format.Limits;
import io.github.lanewise.layers.format.ModelFormatException;
import io.github.lanewise.layers.format.OnnxModel;
import io.github.lanewise.layers.graph.Data;
import io.github.lanewise.layers.graph.Model;
import io.github.lanewise.layers.graph.ValueInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever nodes ask for, a model is refused with the exceptions that say so, or runs. */
class OnnxMutantsTest {
    private static final int MUTANTS_PER_MODEL = 12;
    private static final OnnxOptions OPTIONS =
            OnnxOptions.standard().withLimits(Limits.DEFAULT.withActivationBytes(64 << 20));

    private static List<Path> models() throws IOException {
        String data = System.getProperty("lanewise.data");
        assumeTrue(data != null, "no test data: run with -Dlanewise.data=FOLDER");
        try (Stream<Path> files = Files.walk(Path.of(data, "onnx-tests"))) {
            return files.filter(file -> file.endsWith("model.onnx")).sorted().toList();
        }
    }

    @Test
    void mutantsAreRefusedOrRun() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        int refused = 0;
        int ran = 0;
        for (Path file : models()) {
            OnnxMutants mutants = new OnnxMutants(OnnxModel.read(file), random);
            for (int i = 0; i < MUTANTS_PER_MODEL; i++) {
                OnnxModel mutant = mutants.next();
                try (Model model = Onnx.compile(mutant, OPTIONS)) {
                    ran += run(model) ? 1 : 0;
                } catch (ModelFormatException | UnsupportedModelException expected) {
                    refused++;
                } catch (RuntimeException | Error e) {
                    throw new AssertionError(file + ", mutant " + i + ": " + mutant.graph(), e);
                }
            }
        }
        assertThat(refused).isGreaterThan(1000);
        assertThat(ran).isGreaterThan(500);
    }

    private static boolean run(Model model) {
        Map<String, Data> inputs = new HashMap<>();
        for (ValueInfo info : model.inputs()) {
            List<ValueInfo.Dimension> dimensions = info.dimensions() == null ? List.of() : info.dimensions();
            int[] sizes =
                    dimensions.stream().mapToInt(ValueInfo.Dimension::size).toArray();
            int elements = Math.toIntExact(Shape.of(sizes).elements());
            inputs.put(
                    info.name(),
                    info.type().isFloat() ? Data.of(new float[elements], sizes) : Data.of(new long[elements], sizes));
        }
        try {
            model.run(inputs);
            return true;
        } catch (IllegalArgumentException | UncheckedIOException refused) {
            return false;
        }
    }
}
