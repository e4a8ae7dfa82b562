package io.github.lanewise.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final SpeedResult NEW_PRODUCT = Reports.speed("gemm", "8 8 8", 1, "Lanewise", 5);

    @Test
    void aPartReplacesItsEarlierResultsAndLeavesTheOthers() {
        Report newer = Reports.of("gemm", List.of(NEW_PRODUCT), List.of(), List.of(), List.of(), List.of());
        Report both = Reports.full().with(newer);

        assertThat(both.speeds("gemm", 1)).containsExactly(NEW_PRODUCT);
        assertThat(both.speeds("networks", 1))
                .isEqualTo(Reports.full().speeds("networks", 1))
                .isNotEmpty();
        assertThat(both.callers()).isEqualTo(Reports.full().callers());
        assertThat(both.commands()).containsExactly("all", "gemm");
    }

    @Test
    void theSameCommandAgainStandsThereOnce() {
        assertThat(Reports.full().with(Reports.full()).commands()).containsExactly("all");
    }
}
