package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.report.SpeedResult;
import io.github.lanewise.bench.report.Spread;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** FMA peak and memory bandwidth, in Java and, where there is a C compiler, in C. */
final class MachinePart implements Part.Measurement {

    static final String PART = "machine";
    static final String PEAK = "FMA peak";
    static final String TRIAD = "triad";

    private static final int ROUNDS = 5;
    private static final int TURN_MILLISECONDS = 100;
    private static final int[] THREADS = {1, 2};

    @Override
    public void run(Bench bench, Findings findings) throws IOException, RefusedException {
        Path probe = compileProbe(bench);
        for (int threads : THREADS) {
            List<Worker> workers = new ArrayList<>();
            try {
                workers.add(Worker.start(Contender.PEAK, threads, bench.workplace()));
                if (probe != null) {
                    List<String> command = List.of(probe.toString(), Integer.toString(threads));
                    workers.add(Worker.start("C loop", command, Map.of(), bench.workplace()));
                }
                List<SpeedResult> peaks = measure(threads, PEAK, "peak", workers);
                findings.addSpeeds(peaks);
                findings.addSpeeds(measure(threads, TRIAD, "triad", workers));
            } finally {
                workers.forEach(Worker::close);
            }
        }
    }

    private static List<SpeedResult> measure(int threads, String name, String work, List<Worker> workers)
            throws RefusedException {
        List<DoubleStream.Builder> rates = new ArrayList<>();
        for (Worker worker : workers) {
            worker.ask("prepare " + TURN_MILLISECONDS + " " + work);
            rates.add(DoubleStream.builder());
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < workers.size(); i++) {
                for (double rate : workers.get(i).rates(TURN_MILLISECONDS)) {
                    rates.get(i).add(rate);
                }
            }
        }
        List<SpeedResult> results = new ArrayList<>();
        for (int i = 0; i < workers.size(); i++) {
            Spread spread = Spread.of(rates.get(i).build().toArray());
            results.add(new SpeedResult(PART, name, threads, workers.get(i).title(), 1e9, spread, spread, 0));
        }
        return results;
    }

    /** The C program, or null where there is no compiler. */
    private static @Nullable Path compileProbe(Bench bench) throws IOException {
        Path source = bench.workplace().folder().resolve("probe.c");
        try (InputStream resource =
                Objects.requireNonNull(MachinePart.class.getResourceAsStream("/probe/probe.c"), "probe.c")) {
            Files.copy(resource, source);
        }
        Path program = bench.workplace().folder().resolve("probe");
        List<String> command =
                List.of("gcc", "-O3", "-march=native", "-pthread", "-o", program.toString(), source.toString());
        try {
            Process compiler = new ProcessBuilder(command).inheritIO().start();
            if (compiler.onExit().join().exitValue() == 0) {
                return program;
            }
        } catch (IOException noCompiler) {
            bench.tell("  no gcc, so no loops in C: " + noCompiler.getMessage());
        }
        return null;
    }
}
