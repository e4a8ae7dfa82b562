package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselineTest {

    private static final Machine MACHINE = new Machine("Some CPU", "Linux", Engine.describe(), List.of());

    @TempDir
    Path folder = Path.of("");

    private static Row row(String group, String name, int fork, double partOfPeak) {
        return new Row(group, name, fork, 1e6, new Speed(100 * partOfPeak, 100, partOfPeak, 9, 0), Double.NaN);
    }

    private static Baseline baseline() {
        return new Baseline("report.json", Map.of("gemm square 32 32 32", 0.5, "micro-kernel A", 0.9));
    }

    private void write(String file, String cpu, int vectorBits, String measured, String rows) throws IOException {
        Files.writeString(folder.resolve(file), """
                {"measured": "%s", "cpu": "%s", "vectorBits": %d, "rows": [%s]}
                """.formatted(measured, cpu, vectorBits, rows));
    }

    @Test
    void aRowThatLosesMoreThanATenthIsNamed() {
        assertThat(baseline()
                        .losses(List.of(row("gemm square", "32 32 32", 1, 0.449), row("micro-kernel", "A", 1, 0.9))))
                .containsExactly(new Baseline.Loss("gemm square", "32 32 32", 0.5, 0.449));
    }

    @Test
    void aRowThatLosesATenthOrGainsIsNotNamed() {
        assertThat(baseline().losses(List.of(row("gemm square", "32 32 32", 1, 0.451), row("micro-kernel", "A", 1, 1))))
                .isEmpty();
    }

    @Test
    void theBestForkCounts() {
        assertThat(baseline()
                        .losses(List.of(
                                row("micro-kernel", "A", 1, 0.3),
                                row("micro-kernel", "A", 2, 0.88),
                                row("micro-kernel", "A", 3, 0.4))))
                .isEmpty();
    }

    @Test
    void aRowThatTheReportDoesNotHaveCannotLoseButIsNamed() {
        List<Row> rows = List.of(
                row("gemm square", "9 9 9", 1, 0.01),
                row("micro-kernel", "A", 1, 0.9),
                row("gemm square", "9 9 9", 2, 0.01));
        assertThat(baseline().losses(rows)).isEmpty();
        assertThat(baseline().unknown(rows)).containsExactly("gemm square 9 9 9");
    }

    @Test
    void theLatestReportOfAMachineLikeThisIsTaken() throws IOException {
        int bits = MACHINE.engine().vectorBits();
        String row = "{\"group\": \"g\", \"name\": \"n\", \"partOfPeak\": %s}";
        write("a.json", "Some CPU", bits, "2026-01-01T00:00:00Z", row.formatted(0.1));
        write("b.json", "Some CPU", bits, "2026-02-01T00:00:00Z", row.formatted(0.8) + "," + row.formatted(0.7));
        write("c.json", "Other CPU", bits, "2026-03-01T00:00:00Z", row.formatted(0.3));
        write("d.json", "Some CPU", bits + 1, "2026-04-01T00:00:00Z", row.formatted(0.4));
        Files.writeString(folder.resolve("e.json"), "{\"cpu\": \"Some CPU\", \"vectorBits\": " + bits + "}");

        assertThat(Baseline.latest(folder, MACHINE)).isEqualTo(new Baseline("b.json", Map.of("g n", 0.7)));
    }

    @Test
    void aFolderWithoutSuchAReportIsRefused() throws IOException {
        write("c.json", "Other CPU", MACHINE.engine().vectorBits(), "2026-03-01T00:00:00Z", "");
        assertThatThrownBy(() -> Baseline.latest(folder, MACHINE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Some CPU");
    }
}
