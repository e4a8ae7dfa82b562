package io.github.lanewise.bench;

import io.github.lanewise.bench.report.LayersResult;
import io.github.lanewise.bench.report.Spread;
import io.github.lanewise.engine.Workers;
import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.graph.Model;
import io.github.lanewise.layers.graph.ModelOptions;
import io.github.lanewise.layers.residual.Networks;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.DoubleStream;

/**
 * Measures where the time of a network goes: whole calls beside the FMA peak first, then the same calls with the flight
 * recorder on, which tells the time of each step.
 */
final class LayerTimes {

    private static final long SEED = 6;
    private static final double LOWER = 0.05;

    private LayerTimes() {}

    /**
     * The report.
     *
     * @param time of each of the two measurements
     */
    static LayersResult of(String name, int batch, int threads, Duration time) throws IOException {
        Network network = Networks.named(name).initialise(SEED);
        float[] images = Operands.random(7, batch * network.inputShape().elements());
        float[] logits = new float[batch * network.classes()];
        try (PeakOfThreads peak = PeakOfThreads.compiled(threads);
                Workers workers = Workers.of(threads);
                Model model = Model.compile(network, ModelOptions.standard().withWorkers(workers))) {
            model.warmUp();
            DoubleStream.Builder peaks = DoubleStream.builder();
            DoubleStream.Builder calls = DoubleStream.builder();
            long start = System.nanoTime();
            while (System.nanoTime() - start < time.toNanos()) {
                peaks.add(peak.flops() / nanos(peak::run));
                model.run(images, logits);
                calls.add(nanos(() -> model.run(images, logits)) / 1e3);
            }
            double[] whole = calls.build().toArray();
            StepRecording recording = StepRecording.of(() -> model.run(images, logits), time);
            return new LayersResult(
                    name,
                    batch,
                    threads,
                    recording.calls(),
                    Spread.of(peaks.build().toArray()).upper(),
                    Spread.quantile(0.5, whole),
                    Spread.quantile(LOWER, whole),
                    recording.restMicroseconds(),
                    recording.layers(model.graph(), batch));
        }
    }

    private static double nanos(Runnable work) {
        long begin = System.nanoTime();
        work.run();
        return Math.max(1, System.nanoTime() - begin);
    }
}
