package io.github.lanewise.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class MarkdownTest {

    private final String text = Markdown.of(Reports.full(), List.of("roofline.png"));

    @Test
    void productsShowRateAndPartsOfThePeak() {
        assertThat(text)
                .contains("| 64 64 64 | 50.0 (50, 63) | 40.0 (40, 50) | 2.0 (2, 3) |")
                .contains("| 128 128 128 | 80.0 (80, 100) | - | - |");
    }

    @Test
    void ratiosAreOursToTheirs() {
        assertThat(text)
                .contains("| 64 64 64 | 1.25 (1.25) | 25.00 (25.00) |")
                .contains("| **geometric mean** | 1.25 (1.25) | 25.00 (25.00) |")
                .contains("| resnet18, batch 1 | 2.00 (2.00) |");
    }

    @Test
    void geometricMeanLeavesOutWhatIsAbsent() {
        assertThat(SpeedTables.geometricMean(List.of(new double[] {4, 1}, new double[0], new double[] {1, 9})))
                .containsExactly(new double[] {2, 3}, within(1e-12));
        assertThat(SpeedTables.geometricMean(List.of(new double[0]))).isEmpty();
    }

    @Test
    void latencyShowsMedianQuartilesAndError() {
        assertThat(text).contains("| 0.03 (0.02 to 0.05) / 0.02 [80] 1e-07 | 0.05 (0.04 to 0.10) / 0.03 [40] 1e-07 |");
    }

    @Test
    void callersStartsAndAgreementsHaveTheirTables() {
        assertThat(text)
                .contains("| resnet18 | Lanewise | 8 | 1 | 50.5 | 160.00 | 300.00 | 1.88 |")
                .contains("| resnet18 | Lanewise | 3 | 1.50 | 0.75 | 30.00 | 200 | 300 |")
                .contains("| resnet20 | ONNX Runtime | 2 | 1.3e-07 | yes |");
    }

    @Test
    void trainingShowsItsRateAndWhereAStepGoes() {
        assertThat(text)
                .contains(
                        "| resnet20, batch 128 | Lanewise | 1 | 250.0 (200.0 to 312.5) / 375.0 | 60, 75 | 0.50 | 170.3 |"
                                + " 280.0 | 1.50 | 2.3457 |")
                .contains("| resnet20, batch 128 | PyTorch 1.13 | 1 | 200.0 ");
    }

    @Test
    void whatIsLeftOutHasItsReason() {
        assertThat(text).contains("| training | resnet20, batch 128 | 2 | PyTorch | no module \\| torch |");
    }

    @Test
    void layersShowWhatIsKnown() {
        assertThat(text)
                .contains(
                        "| conv1 | conv 3x3 | [1, 8, 8, 16] | implicit im2col | 10.0 | 9.1 | 50.0 | 0.020 | 2.0 | 25.0 |")
                .contains("| conv1 padding | zeros | [1, 8, 8, 16] |  | 1.0 | 0.9 | - | - | - | - |");
    }

    @Test
    void chartsAreShown() {
        assertThat(text).contains("![roofline](roofline.png)");
    }
}
