package io.github.lanewise.bench;

import io.github.lanewise.bench.report.JsonLines;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonFactory;

/** A report to keep: the machine, the command and every row of every fork, one row per line. */
final class Json {

    private Json() {}

    /**
     * The report as JSON.
     *
     * @param command what was typed
     */
    static String of(Machine machine, String command, List<Row> rows) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(JsonLines.CONTEXT, text)) {
            json.writeStartObject();
            json.writeStringProperty(
                    "measured", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
            json.writeStringProperty("command", command);
            json.writeStringProperty("cpu", machine.cpu());
            json.writeNumberProperty("processors", machine.engine().processors());
            json.writeStringProperty("system", machine.system());
            json.writeStringProperty("jvm", machine.engine().jvm());
            json.writeStringProperty("tier", machine.engine().tier());
            json.writeNumberProperty("vectorBits", machine.engine().vectorBits());
            json.writeArrayPropertyStart("rows");
            rows.forEach(row -> write(json, row));
            json.writeEndArray();
            json.writeEndObject();
        }
        return text + "\n";
    }

    private static void write(JsonGenerator json, Row row) {
        Speed speed = row.speed();
        json.writeStartObject();
        json.writeStringProperty("group", row.group());
        json.writeStringProperty("name", row.name());
        json.writeNumberProperty("fork", row.fork());
        json.writeNumberProperty("flops", Math.round(row.flops()));
        json.writeNumberProperty("gflops", rounded(speed.rate()));
        json.writeNumberProperty("fmaPeakGflops", rounded(speed.peak()));
        json.writeNumberProperty("partOfPeak", rounded(speed.ratio()));
        json.writeNumberProperty("pairedPartOfPeak", rounded(speed.pairedRatio()));
        json.writeNumberProperty("pairs", speed.pairs());
        json.writeNumberProperty("microsecondsPerCall", rounded(row.microseconds()));
        json.writeNumberProperty("bytesPerCall", rounded(speed.bytesPerCall()));
        if (row.hasNaive()) {
            json.writeNumberProperty("naiveGflops", rounded(row.naiveRate()));
            json.writeNumberProperty("speedUpOverNaive", rounded(row.speedUp()));
        }
        json.writeEndObject();
    }

    private static double rounded(double value) {
        return Math.round(value * 1e4) / 1e4;
    }
}
