package io.github.lanewise.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final SpeedResult NEW_PRODUCT = Reports.speed("gemm", "8 8 8", 1, "Lanewise", 5);

    @Test
    void aPartReplacesItsEarlierResultsAndLeavesTheOthers() {
        Report both = Reports.full().with(Reports.of("gemm", List.of(NEW_PRODUCT)), Set.of("gemm"));

        assertThat(both.speeds("gemm", 1)).containsExactly(NEW_PRODUCT);
        assertThat(both.speeds("networks", 1))
                .isEqualTo(Reports.full().speeds("networks", 1))
                .isNotEmpty();
        assertThat(both.callers()).isEqualTo(Reports.full().callers()).isNotEmpty();
        assertThat(both.trainings()).isEqualTo(Reports.full().trainings()).isNotEmpty();
        assertThat(both.skipped()).isEqualTo(Reports.full().skipped()).isNotEmpty();
        assertThat(both.commands()).containsExactly("all", "gemm");
    }

    @Test
    void aPartWithoutResultsReplacesItsEarlierOnesToo() {
        Report none = Reports.full()
                .with(
                        Reports.of("some", List.of()),
                        Set.of("gemm", "callers", "start", "agreement", "layers", "training"));

        assertThat(none.speeds("gemm", 1)).isEmpty();
        assertThat(none.callers()).isEmpty();
        assertThat(none.starts()).isEmpty();
        assertThat(none.agreements()).isEmpty();
        assertThat(none.layers()).isEmpty();
        assertThat(none.trainings()).isEmpty();
        assertThat(none.skipped()).isEmpty();
        assertThat(none.speeds("machine", 1)).isNotEmpty();
    }

    @Test
    void theSameCommandAgainStandsThereOnce() {
        assertThat(Reports.full().with(Reports.full(), Set.of("gemm")).commands())
                .containsExactly("all");
    }

    @Test
    void figuresOfTwoMachinesDoNotMix() {
        Report report = Reports.full();
        assertThatNoException().isThrownBy(() -> report.requireMachine(Reports.CPU, 256));
        assertThatThrownBy(() -> report.requireMachine("Other", 256))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(Reports.CPU, "Other", "--out");
        assertThatThrownBy(() -> report.requireMachine(Reports.CPU, 512))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("256", "512");
    }
}
