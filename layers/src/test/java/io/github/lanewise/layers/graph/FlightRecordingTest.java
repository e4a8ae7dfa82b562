package io.github.lanewise.layers.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.layers.testkit.Problems;
import io.github.lanewise.layers.testkit.SmallNetworks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightRecordingTest {
    @TempDir
    Path folder = Path.of("");

    private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals("io.github.lanewise." + name))
                .toList();
    }

    @Test
    void compilationCallsAndStepsAreRecorded() throws IOException {
        Path file = folder.resolve("calls.jfr");
        SmallNetworks.Problem problem = SmallNetworks.residual();
        try (Recording recording = new Recording()) {
            recording.enable("io.github.lanewise.Step").withoutThreshold();
            recording.start();
            try (Model model = Model.compile(problem.layer(), problem.inputShape(), ModelOptions.standard())) {
                model.run(Problems.floats(2 * 429, 1), 2);
            }
            recording.stop();
            recording.dump(file);
        }

        List<RecordedEvent> events = RecordingFile.readAllEvents(file);

        assertThat(named(events, "Compilation"))
                .extracting(event -> event.getString("shapes"))
                .containsExactly("[[1, 3, 13, 11]]", "[[2, 3, 13, 11]]");
        assertThat(named(events, "Inference"))
                .singleElement()
                .satisfies(event -> assertThat(event.getInt("steps"))
                        .isEqualTo(named(events, "Step").size()));
        assertThat(named(events, "Step"))
                .extracting(event -> event.getString("layer"))
                .contains("layer4.conv3", "fc");
        assertThat(named(events, "Step"))
                .filteredOn(event -> event.getString("layer").equals("layer4.conv3"))
                .extracting(event -> event.getString("algorithm"))
                .doesNotContain("");
    }

    @Test
    void warmUpIsRecordedWithTheFastestCall() throws IOException {
        Path file = folder.resolve("warm-up.jfr");
        SmallNetworks.Problem problem = SmallNetworks.residual();
        try (Recording recording = new Recording();
                Model model = Model.compile(problem.layer(), problem.inputShape(), ModelOptions.standard())) {
            recording.start();
            long fastest = model.warmUp().toNanos();
            recording.stop();
            recording.dump(file);

            assertThat(named(RecordingFile.readAllEvents(file), "WarmUp"))
                    .singleElement()
                    .satisfies(event -> assertThat(event.getLong("fastest")).isEqualTo(fastest));
        }
    }
}
