package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.report.Spread;
import io.github.lanewise.bench.report.TrainingResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Steps of a training by us and by PyTorch in Python, on one thread and on two, in turns with the peak loop. */
final class TrainingPart implements Part.Measurement {

    private static final String NETWORK = "resnet20";
    private static final int BATCH = 128;
    private static final String WORK = "training " + NETWORK + " " + BATCH;
    private static final String WORK_NAME = NETWORK + ", batch " + BATCH;
    private static final int[] THREADS = {1, 2};
    private static final int TURN_MILLISECONDS = 1000;
    private static final String PYTHON = "/usr/bin/python3";
    private static final String SCRIPT = "train_resnet20.py";
    private static final String PYTORCH = "PyTorch";

    /** Largest difference of the third loss, as a part of it. */
    private static final double TOLERANCE = 1e-3;

    private record Entry(Worker worker, String title, double loss, DoubleStream.Builder peaks, List<double[]> steps) {

        TrainingResult result(int threads, double operations) {
            double[] rates = steps.stream()
                    .mapToDouble(step -> BATCH * 1e9 / DoubleStream.of(step).sum())
                    .toArray();
            return new TrainingResult(
                    NETWORK,
                    BATCH,
                    threads,
                    title,
                    operations,
                    Spread.of(rates),
                    Spread.of(peaks.build().toArray()),
                    milliseconds(0),
                    milliseconds(1),
                    milliseconds(2),
                    milliseconds(3),
                    loss);
        }

        private double milliseconds(int phase) {
            return Spread.quantile(
                            0.5, steps.stream().mapToDouble(step -> step[phase]).toArray())
                    / 1e6;
        }
    }

    @Override
    public void run(Bench bench, Findings findings) throws IOException, RefusedException {
        Path script = bench.workplace().folder().resolve(SCRIPT);
        try (InputStream resource =
                Objects.requireNonNull(TrainingPart.class.getResourceAsStream("/python/" + SCRIPT), SCRIPT)) {
            Files.copy(resource, script);
        }
        Path parameters = bench.workplace().folder().resolve(NETWORK + "-training.safetensors");
        TrainingFiles.of(NETWORK).write(parameters);
        double operations = TrainingFiles.operations(NetworkFiles.network(NETWORK));
        for (int threads : THREADS) {
            bench.tell("training " + WORK_NAME + ", threads: " + threads);
            List<String> python = List.of(PYTHON, script.toString(), Integer.toString(threads), parameters.toString());
            measure(threads, python, bench, findings).forEach(entry -> findings.add(entry.result(threads, operations)));
        }
    }

    private static List<Entry> measure(int threads, List<String> python, Bench bench, Findings findings)
            throws IOException, RefusedException {
        List<Worker> workers = new ArrayList<>();
        try {
            Worker peak = Worker.start(Contender.PEAK, threads, bench.workplace());
            workers.add(peak);
            peak.ask("prepare " + bench.pace().stableMilliseconds() + " peak");
            Worker ours = Worker.start(Contender.LANEWISE, threads, bench.workplace());
            workers.add(ours);
            List<Entry> entries = new ArrayList<>();
            entries.add(prepared(ours, ours.title(), bench));
            try {
                Worker theirs = Worker.start(PYTORCH, python, Contender.environment(threads), bench.workplace());
                workers.add(theirs);
                entries.add(prepared(theirs, PYTORCH + " " + theirs.ask("version"), bench));
            } catch (IOException | RefusedException e) {
                bench.skip(findings, Part.TRAINING, WORK_NAME, threads, PYTORCH, e);
            }
            requireAgreement(entries);
            takeTurns(entries, peak, bench.pace());
            return entries;
        } finally {
            workers.forEach(Worker::close);
        }
    }

    private static Entry prepared(Worker worker, String title, Bench bench) throws RefusedException {
        String loss = worker.ask("prepare " + bench.pace().stableMilliseconds() + " " + WORK);
        return new Entry(worker, title, Double.parseDouble(loss), DoubleStream.builder(), new ArrayList<>());
    }

    private static void requireAgreement(List<Entry> entries) {
        double ours = entries.getFirst().loss();
        for (Entry entry : entries) {
            if (!(Math.abs(entry.loss() - ours) <= TOLERANCE * ours)) {
                throw new IllegalStateException(WORK_NAME + ": the third loss is " + ours + " for us and "
                        + entry.loss() + " for " + entry.title());
            }
        }
    }

    private static void takeTurns(List<Entry> entries, Worker peak, Pace pace) throws RefusedException {
        int turn = pace.quick() ? 1 : TURN_MILLISECONDS;
        long start = System.nanoTime();
        for (int round = 0; pace.allows(round, start); round++) {
            for (Entry entry : entries) {
                DoubleStream.of(peak.rates(pace.peakMilliseconds())).forEach(entry.peaks()::add);
                double[] times = Worker.numbers(entry.worker().ask("steps " + turn));
                IntStream.range(0, times.length / 4)
                        .forEach(step -> entry.steps().add(Arrays.copyOfRange(times, 4 * step, 4 * step + 4)));
            }
        }
    }
}
