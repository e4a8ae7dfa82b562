package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        return Main.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                args);
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void helpShowsTheCommand() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("Usage: java --add-modules jdk.incubator.vector");
    }

    @Test
    void unknownOptionIsWrongUsage() {
        assertThat(run("--fast")).isEqualTo(2);
        assertThat(errors()).isEqualToNormalizingNewlines("benchmarks: there is no option --fast; --help tells more\n");
    }

    @Test
    void filterWithoutRowsIsWrongUsage() {
        assertThat(run("gemm", "banana")).isEqualTo(2);
        assertThat(errors()).contains("no row contains \"gemm banana\"", "gemm square");
    }

    @Test
    void fileInNoFolderIsWrongUsage(@TempDir Path folder) {
        assertThat(run("--json", folder.resolve("absent/results.json").toString()))
                .isEqualTo(2);
        assertThat(errors()).contains("there is no folder");
    }

    @Test
    void jmhGetsAllShapesUnlessTheyAreGiven() {
        assertThat(Main.jmhArguments("-p", "shape=8 8 8"))
                .startsWith("-p", "shape=8 8 8", "-p")
                .anyMatch(argument -> argument.startsWith("layer=32 32 3 16 3 1 1,"))
                .contains("network=resnet20 1,resnet20 32,resnet50 1")
                .noneMatch(argument -> argument.startsWith("shape=32"));
    }
}
