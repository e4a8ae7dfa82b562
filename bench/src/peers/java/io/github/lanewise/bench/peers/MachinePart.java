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

    private static final String PEAK = "FMA peak";
    private static final String TRIAD = "triad";
    private static final String C_LOOP = "C loop";
    private static final int ROUNDS = 5;
    private static final int TURN_MILLISECONDS = 100;
    private static final int[] THREADS = {1, 2};

    @Override
    public void run(Bench bench, Findings findings) throws IOException, RefusedException {
        Path probe = compileProbe(bench, findings);
        for (int threads : THREADS) {
            List<Worker> workers = new ArrayList<>();
            try {
                workers.add(Worker.start(Contender.PEAK, threads, bench.workplace()));
                if (probe != null) {
                    List<String> command = List.of(probe.toString(), Integer.toString(threads));
                    workers.add(Worker.start(C_LOOP, command, Map.of(), bench.workplace()));
                }
                measure(threads, PEAK, "peak", workers).forEach(findings::add);
                measure(threads, TRIAD, "triad", workers).forEach(findings::add);
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
            results.add(new SpeedResult(
                    Part.MACHINE.title(), name, threads, workers.get(i).title(), 1e9, spread, spread, 0));
        }
        return results;
    }

    /** The C program, or null where there is no compiler. */
    private static @Nullable Path compileProbe(Bench bench, Findings findings) throws IOException {
        Path source = bench.workplace().folder().resolve("probe.c");
        try (InputStream resource =
                Objects.requireNonNull(MachinePart.class.getResourceAsStream("/probe/probe.c"), "probe.c")) {
            Files.copy(resource, source);
        }
        Path program = bench.workplace().folder().resolve("probe");
        List<String> command =
                List.of("gcc", "-O3", "-march=native", "-pthread", "-o", program.toString(), source.toString());
        try {
            bench.workplace().output(command);
            return program;
        } catch (IOException | IllegalStateException noCompiler) {
            for (int threads : THREADS) {
                bench.skip(findings, Part.MACHINE, PEAK + ", " + TRIAD, threads, C_LOOP, noCompiler);
            }
            return null;
        }
    }
}
