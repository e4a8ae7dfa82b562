package io.github.lanewise.layers.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.lanewise.layers.graph.ModelOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * ONNX's own operator tests: all pass, but for those that {@code unsupported.txt} lists with the reason, which are refused
 * for this reason.
 */
class OnnxOperatorTestsTest {
    private static final List<String> GROUPS =
            List.of("node", "node-opset18plus", "pytorch-converted", "pytorch-operator", "simple");

    private static List<OnnxTestCase> cases() throws IOException {
        String data = System.getProperty("lanewise.data");
        assumeTrue(data != null, "no test data: run with -Dlanewise.data=FOLDER");
        Stream.Builder<OnnxTestCase> cases = Stream.builder();
        for (String group : GROUPS) {
            try (Stream<Path> folders = Files.list(Path.of(data, "onnx-tests", group))) {
                folders.filter(Files::isDirectory)
                        .sorted()
                        .map(OnnxTestCase::new)
                        .forEach(cases::add);
            }
        }
        return cases.build().toList();
    }

    private static Map<String, String> unsupported() throws IOException {
        Map<String, String> reasons = new TreeMap<>();
        try (InputStream list =
                Objects.requireNonNull(OnnxOperatorTestsTest.class.getResourceAsStream("unsupported.txt"))) {
            new String(list.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> {
                int at = line.indexOf(": ");
                reasons.put(line.substring(0, at), line.substring(at + 2));
            });
        }
        return reasons;
    }

    @TestFactory
    Stream<DynamicTest> everyCase() throws IOException {
        Map<String, String> unsupported = unsupported();
        return cases().stream()
                .map(test -> DynamicTest.dynamicTest(
                        test.name(), () -> check(test, unsupported.get(test.name()), OnnxOptions.standard())));
    }

    @TestFactory
    Stream<DynamicTest> everyCaseWithoutOptimisations() throws IOException {
        OnnxOptions options =
                OnnxOptions.standard().withModel(ModelOptions.standard().withOptimisations(Set.of()));
        Map<String, String> unsupported = unsupported();
        return cases().stream()
                .map(test ->
                        DynamicTest.dynamicTest(test.name(), () -> check(test, unsupported.get(test.name()), options)));
    }

    private static void check(OnnxTestCase test, @Nullable String unsupported, OnnxOptions options) throws IOException {
        if (unsupported == null) {
            test.run(options);
            return;
        }
        assertThatThrownBy(() -> test.run(options))
                .isInstanceOfAny(UnsupportedModelException.class, UncheckedIOException.class)
                .hasMessageContaining(unsupported);
    }

    @TestFactory
    Stream<DynamicTest> listOfWhatIsUnsupportedNamesCases() throws IOException {
        Set<String> names = Set.copyOf(cases().stream().map(OnnxTestCase::name).toList());
        return unsupported().keySet().stream()
                .map(name ->
                        DynamicTest.dynamicTest(name, () -> assertThat(names).contains(name)));
    }
}
