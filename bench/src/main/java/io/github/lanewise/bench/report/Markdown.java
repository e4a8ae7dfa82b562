package io.github.lanewise.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A report to read. */
public final class Markdown {

    private static final String OURS = "Lanewise";
    private static final int[] THREADS = {1, 2};

    private final StringBuilder text = new StringBuilder();
    private final Report report;

    private Markdown(Report report) {
        this.report = report;
    }

    /**
     * The tables.
     *
     * @param charts files to show, which lie beside the text
     */
    public static String of(Report report, List<String> charts) {
        Markdown markdown = new Markdown(report);
        markdown.head();
        charts.forEach(chart -> markdown.line("![" + chart.replace(".png", "").replace('-', ' ') + "](" + chart + ")"));
        markdown.machine();
        for (int threads : THREADS) {
            markdown.products(report.speeds("gemm", threads), threads);
        }
        markdown.networks();
        markdown.callers();
        markdown.starts();
        markdown.agreements();
        report.layers().forEach(layers -> markdown.text.append(LayersTable.markdown(layers)));
        return markdown.text.toString();
    }

    private void head() {
        line("# Beside other libraries");
        line("");
        line(report.cpu() + ", " + report.processors() + " processors, " + report.system() + ", " + report.jvm() + ", "
                + report.vectorBits() + "-bit vectors; " + report.measured() + ".");
        line("Commands: " + report.commands().stream().map(c -> "`" + c + "`").collect(Collectors.joining(", ")) + ".");
        line("");
    }

    private void machine() {
        List<SpeedResult> results =
                report.speeds().stream().filter(r -> r.part().equals("machine")).toList();
        if (results.isEmpty()) {
            return;
        }
        title("What the machine can do");
        row("what", "threads", "by", "median", "quartiles", "95 %");
        row("---", "---:", "---", "---:", "---:", "---:");
        for (SpeedResult r : results) {
            String unit = r.workload().equals("triad") ? " GB/s" : " GFLOP/s";
            row(
                    r.workload(),
                    Integer.toString(r.threads()),
                    r.contender(),
                    number("%.1f", r.rate().median()) + unit,
                    quartiles("%.1f", r.rate()),
                    number("%.1f", r.rate().upper()));
        }
    }

    private void products(List<SpeedResult> results, int threads) {
        if (results.isEmpty()) {
            return;
        }
        title("Matrix products, threads: " + threads);
        line("GFLOP/s, median; in brackets the percentage of the FMA peak of the same rounds, by medians and by the"
                + " 95th percentiles.");
        line("");
        Set<String> contenders = contenders(results);
        header("m n k", contenders);
        byWork(results).forEach((work, some) -> {
            List<String> cells = new ArrayList<>(List.of(work));
            for (String contender : contenders) {
                SpeedResult r = some.get(contender);
                cells.add(
                        r == null
                                ? "-"
                                : number("%.1f", r.rate().median()) + " ("
                                        + number("%.0f", 100 * r.partOfPeak()) + ", "
                                        + number("%.0f", 100 * r.upperPartOfPeak()) + ")");
            }
            row(cells.toArray(String[]::new));
        });
        ratios(results, "rate of " + OURS + " divided by that of the other");
    }

    private void networks() {
        for (int threads : THREADS) {
            List<SpeedResult> results = report.speeds("networks", threads);
            if (results.isEmpty()) {
                continue;
            }
            title("Networks, threads: " + threads);
            line(
                    "Milliseconds for a batch, median (quartiles) and, after the slash, 5th percentile; in square brackets the"
                            + " percentage of the FMA peak by medians; then the largest error of a logit divided by the largest"
                            + " logit, against the naive loops.");
            line("");
            Set<String> contenders = contenders(results);
            header("network", contenders);
            byWork(results).forEach((work, some) -> {
                List<String> cells = new ArrayList<>(List.of(work));
                for (String contender : contenders) {
                    SpeedResult r = some.get(contender);
                    cells.add(r == null ? "-" : latency(r));
                }
                row(cells.toArray(String[]::new));
            });
            ratios(results, "rate of " + OURS + " divided by that of the other, so above 1 is faster");
        }
    }

    private static String latency(SpeedResult r) {
        double work = r.operations() / 1e6;
        return number("%.2f", r.milliseconds()) + " ("
                + number("%.2f", work / r.rate().upperQuartile()) + " to "
                + number("%.2f", work / r.rate().lowerQuartile()) + ") / " + number("%.2f", r.lowerMilliseconds())
                + " [" + number("%.0f", 100 * r.partOfPeak()) + "] " + number("%.0e", r.error());
    }

    /** Ratios of medians and of upper quantiles, and their geometric means. */
    private void ratios(List<SpeedResult> results, String what) {
        List<String> others = new ArrayList<>(contenders(results));
        others.remove(OURS);
        line("");
        line("Ratios of medians (of 95th percentiles): " + what + ".");
        line("");
        header("", new LinkedHashSet<>(others));
        Map<String, List<double[]>> all = new LinkedHashMap<>();
        byWork(results).forEach((work, some) -> {
            SpeedResult ours = some.get(OURS);
            if (ours != null) {
                List<String> cells = new ArrayList<>(List.of(work));
                for (String other : others) {
                    SpeedResult theirs = some.get(other);
                    double[] ratio = theirs == null
                            ? new double[0]
                            : new double[] {
                                ours.rate().median() / theirs.rate().median(),
                                ours.rate().upper() / theirs.rate().upper()
                            };
                    cells.add(ratio(ratio));
                    all.computeIfAbsent(other, _ -> new ArrayList<>()).add(ratio);
                }
                row(cells.toArray(String[]::new));
            }
        });
        List<String> means = new ArrayList<>(List.of("**geometric mean**"));
        others.forEach(other -> means.add(ratio(geometricMean(all.getOrDefault(other, List.of())))));
        row(means.toArray(String[]::new));
    }

    /** The geometric means of medians and of upper quantiles, of those ratios that are there. */
    static double[] geometricMean(List<double[]> ratios) {
        List<double[]> present = ratios.stream().filter(r -> r.length == 2).toList();
        double[] logarithms = new double[2];
        for (double[] ratio : present) {
            logarithms[0] += Math.log(ratio[0]);
            logarithms[1] += Math.log(ratio[1]);
        }
        return present.isEmpty()
                ? new double[0]
                : new double[] {Math.exp(logarithms[0] / present.size()), Math.exp(logarithms[1] / present.size())};
    }

    private static String ratio(double... ratio) {
        return ratio.length == 0 ? "-" : number("%.2f", ratio[0]) + " (" + number("%.2f", ratio[1]) + ")";
    }

    private void callers() {
        if (report.callers().isEmpty()) {
            return;
        }
        title("Concurrent callers, two processors");
        row("network", "by", "callers", "threads a call", "images/s", "p50 ms", "p99 ms", "p99 / p50");
        row("---", "---", "---:", "---:", "---:", "---:", "---:", "---:");
        for (CallersResult r : report.callers()) {
            row(
                    r.network(),
                    r.contender(),
                    Integer.toString(r.callers()),
                    Integer.toString(r.threads()),
                    number("%.1f", r.imagesPerSecond()),
                    number("%.2f", r.medianMilliseconds()),
                    number("%.2f", r.slowMilliseconds()),
                    number("%.2f", r.slowMilliseconds() / r.medianMilliseconds()));
        }
    }

    private void starts() {
        if (report.starts().isEmpty()) {
            return;
        }
        title("Start and memory");
        line("From the start of the process to the first answer; from there until calls are within 20 % of their final"
                + " time; peak resident memory (VmHWM) at the first answer and in all. Medians.");
        line("");
        row("network", "by", "processes", "first answer s", "steady after s", "call ms", "first MiB", "peak MiB");
        row("---", "---", "---:", "---:", "---:", "---:", "---:", "---:");
        for (StartResult r : report.starts()) {
            row(
                    r.network(),
                    r.contender(),
                    Integer.toString(r.processes()),
                    number("%.2f", r.firstAnswerSeconds()),
                    number("%.2f", r.steadySeconds()),
                    number("%.2f", r.callMilliseconds()),
                    number("%.0f", r.firstAnswerMebibytes()),
                    number("%.0f", r.peakMebibytes()));
        }
    }

    private void agreements() {
        if (report.agreements().isEmpty()) {
            return;
        }
        title("Agreement on our ONNX exports");
        row("network", "by", "images", "largest difference / largest logit", "same bits when we read it back");
        row("---", "---", "---:", "---:", "---");
        for (AgreementResult r : report.agreements()) {
            row(
                    r.network(),
                    r.contender(),
                    Integer.toString(r.images()),
                    number("%.1e", r.error()),
                    r.sameWhenReadBack() ? "yes" : "no");
        }
    }

    private static Set<String> contenders(List<SpeedResult> results) {
        return results.stream().map(SpeedResult::contender).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Map<String, Map<String, SpeedResult>> byWork(List<SpeedResult> results) {
        return results.stream()
                .collect(Collectors.groupingBy(
                        SpeedResult::workload,
                        LinkedHashMap::new,
                        Collectors.toMap(SpeedResult::contender, r -> r, (first, second) -> second)));
    }

    private void title(String title) {
        line("");
        line("## " + title);
        line("");
    }

    private void header(String first, Set<String> others) {
        List<String> cells = new ArrayList<>(List.of(first));
        cells.addAll(others);
        row(cells.toArray(String[]::new));
        row(cells.stream().map(cell -> cell.equals(first) ? "---" : "---:").toArray(String[]::new));
    }

    private void row(String... cells) {
        line("| " + String.join(" | ", cells) + " |");
    }

    private static String quartiles(String format, Spread spread) {
        return number(format, spread.lowerQuartile()) + " to " + number(format, spread.upperQuartile());
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
