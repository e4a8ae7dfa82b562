package io.github.lanewise.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Markdown as it grows. */
final class Page {

    private final StringBuilder text = new StringBuilder();

    /** A line, with whatever is wanted in it. */
    void line(String line) {
        text.append(line).append('\n');
    }

    void append(String lines) {
        text.append(lines);
    }

    void title(String title) {
        line("");
        line("## " + title);
        line("");
    }

    /** The first row of a table; the first columns are words, the others numbers. */
    void header(int words, List<String> cells) {
        row(cells);
        List<String> rules = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            rules.add(i < words ? "---" : "---:");
        }
        row(rules);
    }

    void row(List<String> cells) {
        line("| " + String.join(" | ", cells) + " |");
    }

    static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
