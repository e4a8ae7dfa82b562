package io.github.lanewise.examples;

import io.github.lanewise.engine.EngineDescription;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;

/** Text for people, in two aligned columns and 80 characters. */
final class Report {
    private static final int LABELS = 20;
    private static final int VALUES = 60;
    private static final int INDENT = 2;

    private final PrintWriter out;

    Report(PrintWriter out) {
        this.out = out;
    }

    /** A line of its own. */
    void line(String text) {
        out.println(text);
        out.flush();
    }

    /** The beginning of a part. */
    void title(String text) {
        line("");
        line(text);
    }

    /** A label and its value, which is wrapped if it is long. */
    void row(String label, String value) {
        TextTable table = TextTable.forColumns(
                Help.defaultColorScheme(Ansi.OFF),
                new Column(LABELS, INDENT, Overflow.SPAN),
                new Column(VALUES, 0, Overflow.WRAP));
        table.indentWrappedLines = 0;
        table.addRowValues(label, value);
        out.print(table);
        out.flush();
    }

    /** What serves on this machine. */
    void engine(EngineDescription engine) {
        int floats = engine.vectorBits() / Float.SIZE;
        row("tier", engine.tier());
        row("vector width", floats == 1 ? "one float" : engine.vectorBits() + " bits, " + floats + " floats");
        row("why", engine.reason());
        row("threads", "up to " + engine.processors() + ", one per processor");
        row("caches", kib("L1", engine.l1Bytes()) + kib(", L2", engine.l2Bytes()) + kib(", L3", engine.l3Bytes()));
        row("JVM", engine.jvm());
        row("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    }

    private static String kib(String cache, long bytes) {
        return String.format(Locale.ROOT, "%s %,d KiB", cache, bytes >> 10);
    }
}
