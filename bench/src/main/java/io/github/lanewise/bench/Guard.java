package io.github.lanewise.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures the kernels and compares their parts of the FMA peak with those of a committed report. A row that seems to have
 * lost is measured again, since a busy machine explains a loss as well.
 */
final class Guard {

    private static final int ATTEMPTS = 3;

    private Guard() {}

    /** Whether every row stands in the report and none has lost more than {@link Baseline#TOLERANCE}. */
    static boolean run(Request request, Path folder, PrintStream out) throws IOException {
        Main.requireVectors();
        Machine machine = Machine.here();
        Baseline baseline = Baseline.latest(folder, machine);
        out.println(machine);
        out.println("compared with " + baseline.name());
        List<Baseline.Loss> losses = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (RowGroup group : request.groups()) {
            if (group != RowGroup.NETWORK) {
                List<Row> rows = measure(group, request, baseline);
                losses.addAll(baseline.losses(rows));
                unknown.addAll(baseline.unknown(rows));
            }
        }
        losses.forEach(loss -> out.printf(
                Locale.ROOT,
                "%s %s: %.1f %% of the peak, %.1f %% in the report%n",
                loss.group(),
                loss.row(),
                100 * loss.now(),
                100 * loss.before()));
        unknown.forEach(row -> out.println(row + ": not in the report; write a new one with --json"));
        out.println(
                losses.isEmpty()
                        ? "no row has lost more than a tenth"
                        : "rows that have lost more than a tenth: " + losses.size());
        return losses.isEmpty() && unknown.isEmpty();
    }

    private static List<Row> measure(RowGroup group, Request request, Baseline baseline) throws IOException {
        List<Row> rows = new ArrayList<>(ForkedGroup.run(group, 1, request.effort(), request.filter()));
        for (int attempt = 2; attempt <= ATTEMPTS; attempt++) {
            for (Baseline.Loss loss : baseline.losses(rows)) {
                rows.addAll(ForkedGroup.run(group, attempt, request.effort(), loss.group() + " " + loss.row()));
            }
        }
        return rows;
    }
}
