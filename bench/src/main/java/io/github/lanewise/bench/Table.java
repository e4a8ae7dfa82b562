package io.github.lanewise.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The rows of one group as text. */
final class Table {

    private Table() {}

    /**
     * The table.
     *
     * @param rows of all forks; each name becomes one line, made of the median fork by the part of the peak
     */
    static String of(RowGroup group, List<Row> rows) {
        Map<String, List<Row>> byName =
                rows.stream().collect(Collectors.groupingBy(Row::name, LinkedHashMap::new, Collectors.toList()));
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%-34s %8s %8s %6s %6s %6s %10s %8s %7s%n",
                group.title(),
                "GFLOP/s",
                "FMA peak",
                "% peak",
                "paired",
                "lowest",
                "us/call",
                "x naive",
                "B/call"));
        List<Row> medians = new ArrayList<>();
        for (List<Row> forks : byName.values()) {
            forks.sort(Comparator.comparingDouble(row -> row.speed().ratio()));
            Row median = forks.get(forks.size() / 2);
            text.append(line(median, forks.getFirst()));
            medians.add(median);
        }
        if (group == RowGroup.NETWORK) {
            for (Row row : medians) {
                text.append(String.format(
                        Locale.ROOT,
                        "%s: %.2f times the time of its multiply-adds at 60 %% of the FMA peak (%.2f by pairs)%n",
                        row.name(),
                        row.timeOverExpected(),
                        row.pairedTimeOverExpected()));
            }
        }
        return text.toString();
    }

    private static String line(Row row, Row lowest) {
        Speed speed = row.speed();
        return String.format(
                Locale.ROOT,
                "%-34s %8.1f %8.1f %6.1f %6.1f %6.1f %10.1f %8s %7d%n",
                row.name(),
                speed.rate(),
                speed.peak(),
                100 * speed.ratio(),
                100 * speed.pairedRatio(),
                100 * lowest.speed().ratio(),
                row.microseconds(),
                row.hasNaive() ? String.format(Locale.ROOT, "%.1f", row.speedUp()) : "-",
                Math.round(speed.bytesPerCall()));
    }
}
