package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.report.SpeedResult;
import io.github.lanewise.bench.report.Spread;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * One piece of work by all contenders, round by round:
 * <pre>
 *     peak | first | peak | second | peak | third || peak | second | peak | third | peak | first || ...
 * </pre>
 * All of them see the same good and bad moments of the machine, and none always follows the same other one.
 */
final class Race {

    private final String part;
    private final int threads;
    private final List<Worker> contenders;
    private final Worker peak;
    private final Bench bench;

    /**
     * A race without work so far.
     *
     * @param peak a worker that has prepared the peak loop on as many threads
     */
    Race(String part, int threads, List<Worker> contenders, Worker peak, Bench bench) {
        this.part = part;
        this.threads = threads;
        this.contenders = contenders;
        this.peak = peak;
        this.bench = bench;
    }

    /**
     * Lets everybody prepare the work, which checks the results, and measures those who could.
     *
     * @param work as {@link WorkerMain} knows it
     * @param name of the work in tables
     * @param operations of one call
     */
    List<SpeedResult> run(String work, String name, double operations) throws RefusedException {
        Pace pace = bench.pace();
        Map<Worker, Double> errors = new LinkedHashMap<>();
        for (Worker contender : contenders) {
            try {
                errors.put(
                        contender,
                        Double.parseDouble(contender.ask("prepare " + pace.stableMilliseconds() + " " + work)));
            } catch (RefusedException e) {
                bench.tell("  " + name + ": " + e.getMessage());
            }
        }
        Map<Worker, DoubleStream.Builder> rates = new LinkedHashMap<>();
        errors.keySet().forEach(contender -> rates.put(contender, DoubleStream.builder()));
        DoubleStream.Builder peaks = DoubleStream.builder();
        List<Worker> order = new ArrayList<>(errors.keySet());
        long start = System.nanoTime();
        for (int round = 0; round < pace.rounds() && !isLate(round, start, pace); round++) {
            for (Worker contender : order) {
                Arrays.stream(peak.rates(pace.peakMilliseconds())).forEach(peaks::add);
                Arrays.stream(contender.rates(pace.turnMilliseconds())).forEach(rates.get(contender)::add);
            }
            Collections.rotate(order, 1);
        }
        Spread peakRates = Spread.of(peaks.build().toArray());
        List<SpeedResult> results = new ArrayList<>();
        rates.forEach((contender, values) -> results.add(new SpeedResult(
                part,
                name,
                threads,
                contender.title(),
                operations,
                Spread.of(values.build().toArray()),
                peakRates,
                errors.get(contender))));
        return results;
    }

    private static boolean isLate(int round, long start, Pace pace) {
        return round >= Pace.FEWEST_ROUNDS && System.nanoTime() - start > 1_000_000L * pace.longestMilliseconds();
    }
}
