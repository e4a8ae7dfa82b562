package io.github.lanewise.bench;

import io.github.lanewise.bench.report.LayerResult;
import io.github.lanewise.bench.report.Spread;
import io.github.lanewise.layers.graph.Graph;
import io.github.lanewise.layers.graph.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * The steps of many calls of a model, as the flight recorder saw them.
 *
 * @param callMicroseconds the median of the time of a call, with the recording
 * @param steps the microseconds of each step in the order of the steps
 */
record StepRecording(int calls, double callMicroseconds, Map<Step, List<Double>> steps) {

    private static final String EVENT = "io.github.lanewise.Step";
    private static final double LOWER = 0.05;

    /** The event's own fields. */
    record Step(String layer, String result, String algorithm) {

        static Step of(RecordedEvent event) {
            return new Step(event.getString("layer"), event.getString("result"), event.getString("algorithm"));
        }
    }

    /** Calls again and again for so long. */
    static StepRecording of(Runnable call, Duration time) throws IOException {
        Path file = Files.createTempFile("steps", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable(EVENT).withoutThreshold();
            recording.start();
            DoubleStream.Builder calls = DoubleStream.builder();
            long start = System.nanoTime();
            long now = start;
            do {
                long begin = now;
                call.run();
                now = System.nanoTime();
                calls.add((now - begin) / 1e3);
            } while (now - start < time.toNanos());
            recording.stop();
            recording.dump(file);
            double[] microseconds = calls.build().toArray();
            return new StepRecording(microseconds.length, Spread.quantile(0.5, microseconds), read(file));
        } finally {
            Files.delete(file);
        }
    }

    /** The first third is left out: until then the compiler works at the code that writes the events. */
    private static Map<Step, List<Double>> read(Path file) throws IOException {
        List<RecordedEvent> events = RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals(EVENT))
                .sorted(Comparator.comparing(RecordedEvent::getStartTime))
                .toList();
        Map<Step, List<Double>> steps = new LinkedHashMap<>();
        events.forEach(event -> steps.computeIfAbsent(Step.of(event), _ -> new ArrayList<>())
                .add(event.getDuration().toNanos() / 1e3));
        steps.replaceAll((_, times) -> times.subList(times.size() / 3, times.size()));
        return steps;
    }

    /** What a call does beside its steps, such as the layout of input and output, and the recording itself. */
    double restMicroseconds() {
        double sum = 0;
        for (List<Double> times : steps.values()) {
            sum += Spread.quantile(
                    0.5, times.stream().mapToDouble(Double::doubleValue).toArray());
        }
        return callMicroseconds - sum;
    }

    /**
     * The steps with what they compute.
     *
     * @param graph of the model, for one example
     */
    List<LayerResult> layers(Graph graph, int batch) {
        Map<String, Node> nodes =
                graph.nodes().stream().collect(Collectors.toMap(Node::name, node -> node, (first, second) -> second));
        List<LayerResult> layers = new ArrayList<>();
        steps.forEach((step, times) -> {
            double[] microseconds =
                    times.stream().mapToDouble(Double::doubleValue).toArray();
            Node node = nodes.get(step.layer());
            NodeCost cost = node == null ? NodeCost.PADDING : NodeCost.of(node, graph, batch);
            layers.add(new LayerResult(
                    step.layer(),
                    cost.operation(),
                    step.result(),
                    step.algorithm(),
                    Spread.quantile(0.5, microseconds),
                    Spread.quantile(LOWER, microseconds),
                    cost.flops(),
                    cost.bytes()));
        });
        return layers;
    }
}
