package io.github.lanewise.layers.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.layers.graph.Model;
import java.io.IOException;
import java.nio.file.Path;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxFlightRecordingTest {
    @TempDir
    private Path folder;

    @Test
    void loadIsRecordedWithItsFile() throws IOException {
        Path model = folder.resolve("small.onnx");
        OnnxGraphs graph = OnnxGraphs.ofOpset(17).input("x", "N", 3);
        graph.node("Exp", "e", "x");
        graph.node("Tanh", "y", "e");
        graph.output("y").model().save(model);
        Path events = folder.resolve("load.jfr");
        try (Recording recording = new Recording()) {
            recording.start();
            try (Model loaded = Onnx.load(model)) {
                assertThat(loaded.inputs()).hasSize(1);
            }
            recording.stop();
            recording.dump(events);
        }

        assertThat(RecordingFile.readAllEvents(events))
                .filteredOn(event -> event.getEventType().getName().equals("io.github.lanewise.ModelLoad"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.getString("file")).isEqualTo(model.toString());
                    assertThat(event.getInt("nodes")).isEqualTo(2);
                    assertThat(event.getDuration()).isPositive();
                });
    }
}
