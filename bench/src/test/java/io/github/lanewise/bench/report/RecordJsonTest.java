package io.github.lanewise.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordJsonTest {

    @Test
    void aReportSurvivesItsJson() {
        Report report = Reports.full();
        assertThat(RecordJson.read(RecordJson.write(report), Report.class)).isEqualTo(report);
    }

    @Test
    void aReportWithoutLaterListsIsReadAllTheSame() {
        Report old = Reports.of("gemm", List.of());
        String json = RecordJson.write(old).replaceFirst(", \"trainings\" : .*, \"skipped\" : [^}]*", " ");
        assertThat(json).doesNotContain("trainings", "skipped");
        assertThat(RecordJson.read(json, Report.class)).isEqualTo(old);
    }

    @Test
    void numbersAreShortened() {
        assertThat(RecordJson.write(new Spread(1.0 / 3, 123456.7, 1e-9 / 3, 0)))
                .isEqualTo("{ \"lowerQuartile\" : 0.33333, \"median\" : 123460.0,"
                        + " \"upperQuartile\" : 3.3333E-10, \"upper\" : 0.0 }\n");
    }

    @Test
    void whatIsNoNumberIsRefused() {
        assertThatThrownBy(() -> RecordJson.write(new Spread(1, Double.NaN, 1, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NaN");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"lowerQuartile\": 1} | without \"median\"",
                "{\"lowerQuartile\": \"1\"} | a double expected, got 1",
                "[] | a io.github.lanewise.bench.report.Spread expected",
            })
    void whatIsMissingOrOfAnotherTypeIsNamed(String json, String message) {
        assertThatThrownBy(() -> RecordJson.read(json, Spread.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
