package io.github.lanewise.bench.report;

import static io.github.lanewise.bench.report.Page.number;

import java.util.List;

/** Who trains how fast, and where the time of a step goes. */
final class TrainingTable {

    private TrainingTable() {}

    static void write(Page page, List<TrainingResult> results) {
        if (results.isEmpty()) {
            return;
        }
        page.title("Training");
        page.line(
                "Images per second, median (quartiles) and, after the slash, 95th percentile; percentage of the FMA peak of"
                        + " the same rounds, by medians and by the 95th percentiles, where a multiply-add of the forward pass"
                        + " counts three times, and twice in the first layer, whose input needs no gradient; milliseconds of a step,"
                        + " medians: the next batch, forward with the loss, backward, optimiser; the loss of the third batch.");
        page.line("");
        page.header(
                2,
                List.of(
                        "network",
                        "by",
                        "threads",
                        "images/s",
                        "% peak",
                        "data ms",
                        "forward ms",
                        "backward ms",
                        "optimiser ms",
                        "third loss"));
        results.forEach(result -> page.row(cells(result)));
    }

    private static List<String> cells(TrainingResult result) {
        Spread rate = result.imagesPerSecond();
        return List.of(
                result.network() + ", batch " + result.batch(),
                result.contender(),
                Integer.toString(result.threads()),
                number("%.1f", rate.median()) + " (" + number("%.1f", rate.lowerQuartile()) + " to "
                        + number("%.1f", rate.upperQuartile()) + ") / " + number("%.1f", rate.upper()),
                number("%.0f", 100 * result.partOfPeak()) + ", " + number("%.0f", 100 * result.upperPartOfPeak()),
                number("%.2f", result.dataMilliseconds()),
                number("%.1f", result.forwardMilliseconds()),
                number("%.1f", result.backwardMilliseconds()),
                number("%.2f", result.optimiserMilliseconds()),
                number("%.4f", result.loss()));
    }
}
