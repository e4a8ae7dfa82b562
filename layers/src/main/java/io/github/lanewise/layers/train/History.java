package io.github.lanewise.layers.train;

import io.github.lanewise.layers.format.AtomicFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The course of a training, one row for each stretch of steps. Immutable. */
public record History(List<Row> rows) {
    private static final String HEADER =
            "epoch,step,rate,loss,accuracy,gradient_norm,test_loss,test_accuracy,seconds,images_per_second\n";

    /**
     * Some steps in a row.
     *
     * @param epoch of the last step, from 0 on
     * @param step how many steps had been made at the end
     * @param rate of the last step
     * @param loss the mean over the images of these steps, as are the accuracy and the norm of the gradients
     * @param test how the network did on the test images at the end; null if that was not asked
     * @param seconds of training so far, evaluation not included
     */
    @SuppressWarnings("exports") // only an annotation: callers need no org.jspecify
    public record Row(
            long epoch,
            long step,
            double rate,
            double loss,
            double accuracy,
            double gradientNorm,
            @Nullable Evaluation test,
            double seconds,
            double imagesPerSecond) {}

    public History {
        rows = List.copyOf(rows);
    }

    /** Comma-separated values with a header; numbers as Java writes them, nothing where there is no evaluation. */
    public String toCsv() {
        StringBuilder csv = new StringBuilder(HEADER);
        for (Row row : rows) {
            Evaluation test = row.test();
            csv.append(row.epoch()).append(',').append(row.step()).append(',').append(row.rate());
            csv.append(',').append(row.loss()).append(',').append(row.accuracy());
            csv.append(',').append(row.gradientNorm());
            csv.append(',').append(test == null ? "" : test.loss());
            csv.append(',').append(test == null ? "" : test.accuracy());
            csv.append(',')
                    .append(row.seconds())
                    .append(',')
                    .append(row.imagesPerSecond())
                    .append('\n');
        }
        return csv.toString();
    }

    /** An array of one object for each row. */
    public String toJson() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), bytes)) {
            writeTo(json);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Writes {@code history.csv} and {@code history.json} to a folder; each appears complete or not at all. */
    public void writeTo(Path folder) throws IOException {
        write(folder.resolve("history.csv"), toCsv());
        write(folder.resolve("history.json"), toJson());
    }

    private static void write(Path file, String text) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        AtomicFile.write(file, channel -> {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        });
    }

    void writeTo(JsonGenerator json) {
        json.writeStartArray();
        for (Row row : rows) {
            json.writeStartObject();
            json.writeNumberProperty("epoch", row.epoch());
            json.writeNumberProperty("step", row.step());
            json.writeNumberProperty("rate", row.rate());
            json.writeNumberProperty("loss", row.loss());
            json.writeNumberProperty("accuracy", row.accuracy());
            json.writeNumberProperty("gradientNorm", row.gradientNorm());
            Evaluation test = row.test();
            if (test != null) {
                json.writeNumberProperty("testLoss", test.loss());
                json.writeNumberProperty("testAccuracy", test.accuracy());
                json.writeNumberProperty("testImages", test.images());
            }
            json.writeNumberProperty("seconds", row.seconds());
            json.writeNumberProperty("imagesPerSecond", row.imagesPerSecond());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
