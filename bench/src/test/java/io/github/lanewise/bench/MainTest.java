package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource({
        "--layers, --layers needs a value",
        "--layers resnet20 --batch 0, '--batch needs a whole number from 1 on, got 0'",
        "--guard absent-folder, --guard: there is no folder absent-folder",
        "--batch 8, --batch and --threads go with --layers",
        "gemm --threads 2, --batch and --threads go with --layers",
        "--layers resnet20 gemm, --layers goes neither with --guard nor with a filter",
        "--layers resnet20 --guard ., --layers goes neither with --guard nor with a filter",
        "--guard . --json rows.json, --guard compares and writes no --json"
    })
    void wrongValuesAreWrongUsage(String arguments, String message) {
        assertThat(run(arguments.split(" ", -1))).isEqualTo(2);
        assertThat(errors()).contains(message);
    }

    @Test
    void unknownNetworkIsWrongUsage() {
        assertThat(run("--layers", "lenet")).isEqualTo(2);
        assertThat(errors()).contains("no network is named \"lenet\"");
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
