package io.github.lanewise.bench.report;

import static io.github.lanewise.bench.report.Page.number;

import java.util.List;
import java.util.stream.Collectors;

/** A report to read. */
public final class Markdown {

    private static final int[] THREADS = {1, 2};

    private final Page page = new Page();
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
        charts.forEach(
                chart -> markdown.page.line("![" + chart.replace(".png", "").replace('-', ' ') + "](" + chart + ")"));
        markdown.machine();
        SpeedTables speeds = new SpeedTables(markdown.page);
        for (int threads : THREADS) {
            speeds.products(report.speeds("gemm", threads), threads);
        }
        for (int threads : THREADS) {
            speeds.networks(report.speeds("networks", threads), threads);
        }
        TrainingTable.write(markdown.page, report.trainings());
        ServiceTables.callers(markdown.page, report.callers());
        ServiceTables.starts(markdown.page, report.starts());
        markdown.agreements();
        report.layers().forEach(layers -> markdown.page.append(LayersTable.markdown(layers)));
        markdown.skipped();
        return markdown.page.toString();
    }

    private void head() {
        page.line("# Beside other libraries");
        page.line("");
        page.line(report.cpu() + ", " + report.processors() + " processors, " + report.system() + ", " + report.jvm()
                + ", " + report.vectorBits() + "-bit vectors; " + report.measured() + ".");
        page.line("Commands: "
                + report.commands().stream().map(command -> "`" + command + "`").collect(Collectors.joining(", "))
                + ".");
        page.line("");
    }

    private void machine() {
        List<SpeedResult> results = report.speeds().stream()
                .filter(result -> result.part().equals("machine"))
                .toList();
        if (results.isEmpty()) {
            return;
        }
        page.title("What the machine can do");
        page.header(2, List.of("what", "by", "threads", "median", "quartiles", "95 %"));
        for (SpeedResult result : results) {
            Spread rate = result.rate();
            page.row(List.of(
                    result.workload(),
                    result.contender(),
                    Integer.toString(result.threads()),
                    number("%.1f", rate.median()) + (result.workload().equals("triad") ? " GB/s" : " GFLOP/s"),
                    number("%.1f", rate.lowerQuartile()) + " to " + number("%.1f", rate.upperQuartile()),
                    number("%.1f", rate.upper())));
        }
    }

    private void agreements() {
        if (report.agreements().isEmpty()) {
            return;
        }
        page.title("Agreement on our ONNX exports");
        page.header(
                2,
                List.of(
                        "network",
                        "by",
                        "images",
                        "largest difference / largest logit",
                        "same bits when we read it back"));
        for (AgreementResult result : report.agreements()) {
            page.row(List.of(
                    result.network(),
                    result.contender(),
                    Integer.toString(result.images()),
                    number("%.1e", result.error()),
                    result.sameWhenReadBack() ? "yes" : "no"));
        }
    }

    private void skipped() {
        if (report.skipped().isEmpty()) {
            return;
        }
        page.title("Left out");
        page.header(5, List.of("part", "what", "threads", "by", "why"));
        for (SkippedResult result : report.skipped()) {
            page.row(List.of(
                    result.part(),
                    result.workload(),
                    Integer.toString(result.threads()),
                    result.contender(),
                    result.reason().replace("|", "\\|")));
        }
    }
}
