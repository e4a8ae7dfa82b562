package io.github.lanewise.layers.train;

import io.github.lanewise.layers.format.AtomicFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** A {@link TrainingState} as JSON. */
final class TrainingStateFile {
    private static final String FORMAT = "lanewise training 1";

    private TrainingStateFile() {}

    /** Writes the state; the file appears complete or not at all. */
    static void write(Path file, TrainingState state) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            json.writeStringProperty("format", FORMAT);
            json.writeObjectPropertyStart("training");
            state.training().settings().forEach(json::writeStringProperty);
            json.writeEndObject();
            json.writeStringProperty("schedule", state.schedule());
            json.writeStringProperty("tensors", state.tensors());
            json.writeNumberProperty("epoch", state.epoch());
            json.writeNumberProperty("index", state.index());
            json.writeNumberProperty("step", state.step());
            writeStretch(json, state.stretch());
            json.writeNumberProperty("seconds", state.seconds());
            json.writeName("history");
            new History(state.rows()).writeTo(json);
            json.writeEndObject();
        }
        ByteBuffer content = ByteBuffer.wrap(bytes.toByteArray());
        AtomicFile.write(file, channel -> {
            while (content.hasRemaining()) {
                channel.write(content);
            }
        });
    }

    /** Reads a state; {@link CheckpointException} if the file holds none. */
    static TrainingState read(Path file) throws IOException {
        try {
            JsonTree json = JsonTree.parse(Files.readAllBytes(file));
            if (!json.text("format").equals(FORMAT)) {
                throw new CheckpointException(file, "is no checkpoint of this version");
            }
            return new TrainingState(
                    identity(json.member("training")),
                    json.text("schedule"),
                    json.text("tensors"),
                    json.whole("epoch"),
                    json.integer("index"),
                    json.whole("step"),
                    stretch(json.member("stretch")),
                    json.number("seconds"),
                    json.member("history").elements().stream()
                            .map(TrainingStateFile::row)
                            .toList());
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(file, "is no checkpoint: " + e.getMessage(), e);
        }
    }

    private static TrainingState.Identity identity(JsonTree json) {
        SequencedMap<String, String> settings = new LinkedHashMap<>();
        json.keys().forEach(key -> settings.put(key, json.text(key)));
        return new TrainingState.Identity(settings);
    }

    private static void writeStretch(JsonGenerator json, TrainingState.Stretch stretch) {
        json.writeObjectPropertyStart("stretch");
        json.writeNumberProperty("lossSum", stretch.lossSum());
        json.writeNumberProperty("normSum", stretch.normSum());
        json.writeNumberProperty("correct", stretch.correct());
        json.writeNumberProperty("steps", stretch.steps());
        json.writeNumberProperty("seconds", stretch.seconds());
        json.writeEndObject();
    }

    private static TrainingState.Stretch stretch(JsonTree json) {
        return new TrainingState.Stretch(
                json.number("lossSum"),
                json.number("normSum"),
                json.whole("correct"),
                json.whole("steps"),
                json.number("seconds"));
    }

    private static History.Row row(JsonTree json) {
        return new History.Row(
                json.whole("epoch"),
                json.whole("step"),
                json.number("rate"),
                json.number("loss"),
                json.number("accuracy"),
                json.number("gradientNorm"),
                test(json),
                json.number("seconds"),
                json.number("imagesPerSecond"));
    }

    private static @Nullable Evaluation test(JsonTree json) {
        return json.has("testLoss")
                ? new Evaluation(json.number("testLoss"), json.number("testAccuracy"), json.integer("testImages"))
                : null;
    }
}
