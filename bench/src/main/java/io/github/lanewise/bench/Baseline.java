package io.github.lanewise.bench;

import io.github.lanewise.bench.report.JsonTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The parts of the FMA peak that a committed report shows.
 *
 * @param name of its file
 * @param parts of the peak by group and name of the row, the lowest of its forks
 */
record Baseline(String name, Map<String, Double> parts) {

    /** The part of what was reached that may be lost. */
    static final double TOLERANCE = 0.1;

    private static final Comparator<Map<?, ?>> BY_TIME =
            Comparator.comparing(report -> String.valueOf(report.get("measured")));

    /**
     * A row that has lost.
     *
     * @param before part of the peak in the report
     * @param now the best of this time
     */
    record Loss(String group, String row, double before, double now) {}

    /**
     * The latest report, by its time, that was made on a processor with this name and vectors of this width.
     *
     * @throws IllegalStateException if the folder has none
     */
    static Baseline latest(Path folder, Machine machine) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(".json")).toList();
        }
        Map<?, ?> latest = null;
        Path latestFile = folder;
        for (Path file : files) {
            if (JsonTree.parse(Files.readString(file)) instanceof Map<?, ?> report
                    && isAlike(report, machine)
                    && (latest == null || BY_TIME.compare(report, latest) > 0)) {
                latest = report;
                latestFile = file;
            }
        }
        if (latest == null) {
            throw new IllegalStateException("no report in " + folder + " is of a processor called " + machine.cpu()
                    + " with " + machine.engine().vectorBits() + "-bit vectors");
        }
        return of(latestFile.getFileName().toString(), latest);
    }

    private static boolean isAlike(Map<?, ?> report, Machine machine) {
        return machine.cpu().equals(report.get("cpu"))
                && Objects.equals(
                        report.get("vectorBits"), (double) machine.engine().vectorBits())
                && report.get("rows") instanceof List<?>;
    }

    private static Baseline of(String name, Map<?, ?> report) {
        Map<String, Double> parts = new HashMap<>();
        for (Object element : (List<?>) Objects.requireNonNull(report.get("rows"))) {
            if (element instanceof Map<?, ?> row && row.get("partOfPeak") instanceof Double part) {
                parts.merge(row.get("group") + " " + row.get("name"), part, Math::min);
            }
        }
        return new Baseline(name, parts);
    }

    /** The rows whose best fork is below what the report shows by more than {@link #TOLERANCE} of it. */
    List<Loss> losses(List<Row> rows) {
        Map<String, Row> best = new HashMap<>();
        List<String> order = new ArrayList<>();
        for (Row row : rows) {
            String key = row.group() + " " + row.name();
            if (best.put(key, better(row, best.get(key))) == null) {
                order.add(key);
            }
        }
        List<Loss> losses = new ArrayList<>();
        for (String key : order) {
            Row row = Objects.requireNonNull(best.get(key));
            Double before = parts.get(key);
            if (before != null && row.speed().ratio() < before * (1 - TOLERANCE)) {
                losses.add(new Loss(row.group(), row.name(), before, row.speed().ratio()));
            }
        }
        return losses;
    }

    /** Group and name of the rows that the report has no figure for, as where a kernel is new or has another name. */
    List<String> unknown(List<Row> rows) {
        return rows.stream()
                .map(row -> row.group() + " " + row.name())
                .distinct()
                .filter(key -> !parts.containsKey(key))
                .toList();
    }

    private static Row better(Row row, @Nullable Row other) {
        return other == null || row.speed().ratio() > other.speed().ratio() ? row : other;
    }
}
