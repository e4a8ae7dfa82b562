package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.report.SpeedResult;
import io.github.lanewise.bench.report.Spread;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
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

    private record Entry(Worker worker, double error, DoubleStream.Builder rates) {}

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
     * {@link RefusedException} if we could not, or if our result is wrong.
     *
     * @param work as {@link WorkerMain} knows it
     * @param name of the work in tables
     * @param operations of one call
     */
    List<SpeedResult> run(String work, String name, double operations) throws RefusedException {
        Pace pace = bench.pace();
        List<Entry> order = prepared(work, name);
        List<Entry> entries = List.copyOf(order);
        DoubleStream.Builder peaks = DoubleStream.builder();
        long start = System.nanoTime();
        for (int round = 0; round < pace.rounds() && !isLate(round, start, pace); round++) {
            for (Entry entry : order) {
                Arrays.stream(peak.rates(pace.peakMilliseconds())).forEach(peaks::add);
                Arrays.stream(entry.worker().rates(pace.turnMilliseconds())).forEach(entry.rates()::add);
            }
            Collections.rotate(order, 1);
        }
        Spread peakRates = Spread.of(peaks.build().toArray());
        return entries.stream()
                .map(entry -> new SpeedResult(
                        part,
                        name,
                        threads,
                        entry.worker().title(),
                        operations,
                        Spread.of(entry.rates().build().toArray()),
                        peakRates,
                        entry.error()))
                .toList();
    }

    /** Others may be left out, but our own results must be right. */
    private List<Entry> prepared(String work, String name) throws RefusedException {
        List<Entry> entries = new ArrayList<>();
        for (Worker contender : contenders) {
            try {
                String answer = contender.ask("prepare " + bench.pace().stableMilliseconds() + " " + work);
                entries.add(new Entry(contender, Double.parseDouble(answer), DoubleStream.builder()));
            } catch (RefusedException e) {
                if (contender.title().startsWith(Contender.LANEWISE.title())) {
                    throw e;
                }
                bench.tell("  " + name + ": " + e.getMessage());
            }
        }
        return entries;
    }

    private static boolean isLate(int round, long start, Pace pace) {
        return round >= Pace.FEWEST_ROUNDS && System.nanoTime() - start > 1_000_000L * pace.longestMilliseconds();
    }
}
