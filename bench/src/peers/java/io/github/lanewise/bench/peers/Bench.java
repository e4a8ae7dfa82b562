package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.report.SkippedResult;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * What all parts need.
 *
 * @param progress who reads it knows what goes on
 */
record Bench(Workplace workplace, Pace pace, PrintStream progress, Instant started) {

    /** Tells what goes on, and for how long it has. */
    void tell(String line) {
        double seconds = Duration.between(started, Instant.now()).toMillis() / 1e3;
        progress.println(String.format(Locale.ROOT, "%6.1f s  %s", seconds, line));
    }

    /** Skips one who could not prepare its work, unless it is ours: then throws the reason. */
    void skipOther(Findings findings, Part part, String work, int threads, Worker worker, RefusedException reason)
            throws RefusedException {
        if (worker.title().startsWith(Contender.LANEWISE.title())) {
            throw reason;
        }
        skip(findings, part, work, threads, worker.title(), reason);
    }

    /** Tells that a contender is left out, and keeps the first line of the reason for the report. */
    void skip(Findings findings, Part part, String work, int threads, String contender, Exception reason) {
        String why = String.valueOf(reason.getMessage());
        tell("  " + work + " without " + contender + ": " + why);
        String first = why.lines().findFirst().orElse("");
        findings.add(new SkippedResult(part.title(), work, threads, contender, first));
    }
}
