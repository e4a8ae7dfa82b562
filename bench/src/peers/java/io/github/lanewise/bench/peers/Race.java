package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.report.SpeedResult;
import io.github.lanewise.bench.report.Spread;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;

/**
 * One piece of work by all contenders, round by round:
 * <pre>
 *     peak | first | peak | second | peak | third || peak | third | peak | first | peak | second || ...
 * </pre>
 * All of them see the same good and bad moments of the machine, and none always follows the same other one: each round has
 * an order of its own, by lot from a fixed seed.
 */
final class Race {

    private static final long SEED = 1;

    private final Part part;
    private final int threads;
    private final List<Worker> contenders;
    private final Worker peak;
    private final Bench bench;
    private final Findings findings;

    private record Entry(Worker worker, double error, DoubleStream.Builder rates) {}

    /**
     * A race without work so far.
     *
     * @param peak a worker that has prepared the peak loop on as many threads
     */
    Race(Part part, int threads, List<Worker> contenders, Worker peak, Bench bench, Findings findings) {
        this.part = part;
        this.threads = threads;
        this.contenders = contenders;
        this.peak = peak;
        this.bench = bench;
        this.findings = findings;
    }

    /**
     * Lets everybody prepare the work, which checks the results, and measures those who could; the others are skipped.
     * {@link RefusedException} if we could not, or if our result is wrong.
     *
     * @param work as {@link WorkerMain} knows it
     * @param name of the work in tables
     * @param operations of one call
     */
    void run(String work, String name, double operations) throws RefusedException {
        Pace pace = bench.pace();
        List<Entry> entries = prepared(work, name);
        List<Entry> order = new ArrayList<>(entries);
        Random random = new Random(SEED);
        DoubleStream.Builder peaks = DoubleStream.builder();
        long start = System.nanoTime();
        for (int round = 0; pace.allows(round, start); round++) {
            for (Entry entry : order) {
                Arrays.stream(peak.rates(pace.peakMilliseconds())).forEach(peaks::add);
                Arrays.stream(entry.worker().rates(pace.turnMilliseconds())).forEach(entry.rates()::add);
            }
            Collections.shuffle(order, random);
        }
        Spread peakRates = Spread.of(peaks.build().toArray());
        for (Entry entry : entries) {
            findings.add(new SpeedResult(
                    part.title(),
                    name,
                    threads,
                    entry.worker().title(),
                    operations,
                    Spread.of(entry.rates().build().toArray()),
                    peakRates,
                    entry.error()));
        }
    }

    /** Others may be left out, but our own results must be right. */
    private List<Entry> prepared(String work, String name) throws RefusedException {
        List<Entry> entries = new ArrayList<>();
        for (Worker contender : contenders) {
            try {
                String answer = contender.ask("prepare " + bench.pace().stableMilliseconds() + " " + work);
                entries.add(new Entry(contender, Double.parseDouble(answer), DoubleStream.builder()));
            } catch (RefusedException e) {
                bench.skipOther(findings, part, name, threads, contender, e);
            }
        }
        return entries;
    }
}
