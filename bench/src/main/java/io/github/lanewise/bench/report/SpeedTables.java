package io.github.lanewise.bench.report;

import static io.github.lanewise.bench.report.Page.number;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What all contenders did of the same work: a line for each work, a column for each contender, and the ratios. */
final class SpeedTables {

    private static final String OURS = "Lanewise";

    private final Page page;

    SpeedTables(Page page) {
        this.page = page;
    }

    void products(List<SpeedResult> results, int threads) {
        if (results.isEmpty()) {
            return;
        }
        page.title("Matrix products, threads: " + threads);
        page.line(
                "GFLOP/s, median; in brackets the percentage of the FMA peak of the same rounds, by medians and by the"
                        + " 95th percentiles.");
        page.line("");
        table("m n k", results, SpeedTables::rate);
        ratios(results);
    }

    void networks(List<SpeedResult> results, int threads) {
        if (results.isEmpty()) {
            return;
        }
        page.title("Networks, threads: " + threads);
        page.line(
                "Milliseconds for a batch, median (quartiles) and, after the slash, 5th percentile; in square brackets the"
                        + " percentage of the FMA peak by medians; then the largest error of a logit divided by the largest"
                        + " logit, against the naive loops.");
        page.line("");
        table("network", results, SpeedTables::latency);
        ratios(results);
    }

    private void table(String work, List<SpeedResult> results, Function<SpeedResult, String> cell) {
        List<String> contenders = contenders(results);
        page.header(1, with(work, contenders));
        byWork(results)
                .forEach((name, some) -> page.row(with(
                        name,
                        contenders.stream()
                                .map(contender -> text(some.get(contender), cell))
                                .toList())));
    }

    /** Ratios of medians and of upper quantiles, and their geometric means. */
    private void ratios(List<SpeedResult> results) {
        List<String> others = new ArrayList<>(contenders(results));
        others.remove(OURS);
        page.line("");
        page.line("Rate of " + OURS + " divided by that of the other, so above 1 is faster: of medians (of 95th"
                + " percentiles).");
        page.line("");
        page.header(1, with("", others));
        Map<String, List<double[]>> columns = new LinkedHashMap<>();
        byWork(results).forEach((work, some) -> {
            List<String> cells = new ArrayList<>();
            for (String other : others) {
                double[] ratio = ratio(some, other);
                cells.add(text(ratio));
                columns.computeIfAbsent(other, _ -> new ArrayList<>()).add(ratio);
            }
            page.row(with(work, cells));
        });
        page.row(with(
                "**geometric mean**",
                others.stream()
                        .map(other -> text(geometricMean(columns.getOrDefault(other, List.of()))))
                        .toList()));
    }

    /** Of medians and of upper quantiles, or nothing. */
    private static double[] ratio(Map<String, SpeedResult> some, String other) {
        SpeedResult ours = some.get(OURS);
        SpeedResult theirs = some.get(other);
        return ours == null || theirs == null
                ? new double[0]
                : new double[] {
                    ours.rate().median() / theirs.rate().median(),
                    ours.rate().upper() / theirs.rate().upper()
                };
    }

    /** The geometric means of medians and of upper quantiles, of those ratios that are there. */
    static double[] geometricMean(List<double[]> ratios) {
        List<double[]> present =
                ratios.stream().filter(ratio -> ratio.length == 2).toList();
        double[] logarithms = new double[2];
        for (double[] ratio : present) {
            logarithms[0] += Math.log(ratio[0]);
            logarithms[1] += Math.log(ratio[1]);
        }
        return present.isEmpty()
                ? new double[0]
                : new double[] {Math.exp(logarithms[0] / present.size()), Math.exp(logarithms[1] / present.size())};
    }

    private static String text(@Nullable SpeedResult result, Function<SpeedResult, String> cell) {
        return result == null ? "-" : cell.apply(result);
    }

    private static String text(double... ratio) {
        return ratio.length == 0 ? "-" : number("%.2f", ratio[0]) + " (" + number("%.2f", ratio[1]) + ")";
    }

    private static String rate(SpeedResult result) {
        return number("%.1f", result.rate().median()) + " (" + number("%.0f", 100 * result.partOfPeak()) + ", "
                + number("%.0f", 100 * result.upperPartOfPeak()) + ")";
    }

    private static String latency(SpeedResult result) {
        double work = result.operations() / 1e6;
        return number("%.2f", result.milliseconds()) + " ("
                + number("%.2f", work / result.rate().upperQuartile()) + " to "
                + number("%.2f", work / result.rate().lowerQuartile()) + ") / "
                + number("%.2f", result.lowerMilliseconds()) + " [" + number("%.0f", 100 * result.partOfPeak()) + "] "
                + number("%.0e", result.error());
    }

    private static List<String> with(String first, List<String> others) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(others);
        return all;
    }

    private static List<String> contenders(List<SpeedResult> results) {
        return results.stream().map(SpeedResult::contender).distinct().toList();
    }

    private static Map<String, Map<String, SpeedResult>> byWork(List<SpeedResult> results) {
        return results.stream()
                .collect(Collectors.groupingBy(
                        SpeedResult::workload,
                        LinkedHashMap::new,
                        Collectors.toMap(SpeedResult::contender, result -> result, (first, second) -> second)));
    }
}
