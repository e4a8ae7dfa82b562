package io.github.lanewise.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void quantilesAreValuesOfTheSeriesInAnyOrder() {
        double[] values =
                IntStream.rangeClosed(1, 100).mapToDouble(i -> 101 - i).toArray();
        assertThat(Spread.of(values)).isEqualTo(new Spread(25, 50, 75, 95));
    }

    @Test
    void oneValueIsAllQuantiles() {
        assertThat(Spread.of(3)).isEqualTo(new Spread(3, 3, 3, 3));
    }

    @Test
    void anEmptySeriesIsRefused() {
        assertThatThrownBy(Spread::of).isInstanceOf(IllegalArgumentException.class);
    }
}
