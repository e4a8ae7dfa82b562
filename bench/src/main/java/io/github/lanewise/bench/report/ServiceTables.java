package io.github.lanewise.bench.report;

import static io.github.lanewise.bench.report.Page.number;

import java.util.List;

/** What a service sees: many callers at a time, and the time and memory until it can answer. */
final class ServiceTables {

    private ServiceTables() {}

    static void callers(Page page, List<CallersResult> results) {
        if (results.isEmpty()) {
            return;
        }
        page.title("Concurrent callers, two processors");
        page.header(
                2, List.of("network", "by", "callers", "threads a call", "images/s", "p50 ms", "p99 ms", "p99 / p50"));
        for (CallersResult result : results) {
            page.row(List.of(
                    result.network(),
                    result.contender(),
                    Integer.toString(result.callers()),
                    Integer.toString(result.threads()),
                    number("%.1f", result.imagesPerSecond()),
                    number("%.2f", result.medianMilliseconds()),
                    number("%.2f", result.slowMilliseconds()),
                    number("%.2f", result.slowMilliseconds() / result.medianMilliseconds())));
        }
    }

    static void starts(Page page, List<StartResult> results) {
        if (results.isEmpty()) {
            return;
        }
        page.title("Start and memory");
        page.line(
                "From the start of the process to the first answer; from there until calls are within 20 % of their final"
                        + " time; peak resident memory (VmHWM) at the first answer and in all. Medians.");
        page.line("");
        page.header(
                2,
                List.of(
                        "network",
                        "by",
                        "processes",
                        "first answer s",
                        "steady after s",
                        "call ms",
                        "first MiB",
                        "peak MiB"));
        for (StartResult result : results) {
            page.row(List.of(
                    result.network(),
                    result.contender(),
                    Integer.toString(result.processes()),
                    number("%.2f", result.firstAnswerSeconds()),
                    number("%.2f", result.steadySeconds()),
                    number("%.2f", result.callMilliseconds()),
                    number("%.0f", result.firstAnswerMebibytes()),
                    number("%.0f", result.peakMebibytes())));
        }
    }
}
