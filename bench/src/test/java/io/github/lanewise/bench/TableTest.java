package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TableTest {

    private static Row row(RowGroup group, int fork, double rate, double naiveRate) {
        return new Row(group.title(), "resnet20, batch 1", fork, 8e7, new Speed(rate, 100, 0.48, 999, 0.25), naiveRate);
    }

    @Test
    void rowSurvivesItsLine() {
        Row row = row(RowGroup.GEMM_SQUARE, 2, 51.25, Double.NaN);
        assertThat(Row.parse(row.toLine())).isEqualTo(row);
    }

    @Test
    void lineShowsTheMedianForkAndTheLowest() {
        List<Row> forks = new ArrayList<>();
        IntStream.of(50, 20, 40).forEach(rate -> forks.add(row(RowGroup.GEMM_SQUARE, forks.size(), rate, 0.5)));
        assertThat(Table.of(RowGroup.GEMM_SQUARE, forks).lines().skip(1))
                .singleElement()
                .asString()
                .matches("resnet20, batch 1 +40\\.0 +100\\.0 +40\\.0 +48\\.0 +20\\.0 +2000\\.0 +80\\.0 +0");
    }

    @Test
    void networkIsHeldAgainstItsMultiplyAddsAtSixtyPercentOfPeak() {
        String table = Table.of(RowGroup.NETWORK, List.of(row(RowGroup.NETWORK, 1, 40, Double.NaN)));
        assertThat(table)
                .contains("resnet20, batch 1: 1.50 times the time of its multiply-adds at 60 % of the FMA peak"
                        + " (1.25 by pairs)");
    }
}
