package io.github.lanewise.bench.report;

import java.util.Locale;

/** The steps of a network as a table. */
public final class LayersTable {

    private LayersTable() {}

    /** For a terminal. */
    public static String text(LayersResult result) {
        return table(
                result,
                "%-26s %-18s %-20s %-14s %8s %7s %6s %8s %7s %7s%n",
                String.format(Locale.ROOT, "%s%n", head(result)),
                "");
    }

    /** For a page. */
    public static String markdown(LayersResult result) {
        String rule = "|---|---|---|---|---:|---:|---:|---:|---:|---:|\n";
        return table(
                result,
                "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |\n",
                "\n## Layers of " + result.network() + ", batch " + result.batch() + ", threads: " + result.threads()
                        + "\n\n" + head(result) + "\n\n",
                rule);
    }

    private static String head(LayersResult result) {
        double flops = result.layers().stream().mapToDouble(LayerResult::flops).sum();
        double steps = result.layers().stream()
                .mapToDouble(LayerResult::lowerMicroseconds)
                .sum();
        double whole = result.lowerWholeMicroseconds();
        return String.format(
                Locale.ROOT,
                "A call takes %.0f us (5 %%: %.0f us, %.1f %% of the FMA peak of %.1f GFLOP/s); its steps %.0f us, what is"
                        + " no step, such as the layout of input and output, %.0f us.%n%d calls recorded; times are 5th"
                        + " percentiles; %% peak counts direct multiply-adds; MB are operands, weights and result,"
                        + " each once.",
                result.wholeMicroseconds(),
                whole,
                100 * flops / whole / 1e3 / result.peak(),
                result.peak(),
                steps,
                result.restMicroseconds(),
                result.calls());
    }

    private static String table(LayersResult result, String format, String before, String rule) {
        StringBuilder text = new StringBuilder(before);
        text.append(String.format(
                Locale.ROOT,
                format,
                "layer",
                "operation",
                "result",
                "algorithm",
                "us",
                "% time",
                "% peak",
                "MB",
                "GB/s",
                "flop/B"));
        text.append(rule);
        for (LayerResult layer : result.layers()) {
            boolean hasBytes = layer.bytes() > 0;
            boolean hasFlops = layer.flops() > 0;
            text.append(String.format(
                    Locale.ROOT,
                    format,
                    layer.layer(),
                    layer.operation(),
                    layer.result(),
                    layer.algorithm(),
                    number("%.1f", layer.lowerMicroseconds(), true),
                    number("%.1f", 100 * layer.lowerMicroseconds() / result.lowerWholeMicroseconds(), true),
                    number("%.1f", 100 * layer.gigaflops() / result.peak(), hasFlops),
                    number("%.3f", layer.bytes() / 1e6, hasBytes),
                    number("%.1f", layer.gigabytes(), hasBytes),
                    number("%.1f", layer.intensity(), hasFlops)));
        }
        return text.toString();
    }

    private static String number(String format, double value, boolean isKnown) {
        return isKnown ? String.format(Locale.ROOT, format, value) : "-";
    }
}
