package io.github.lanewise.examples;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How long a job takes.
 *
 * @param best seconds of the fastest run
 * @param median seconds
 */
record RunTimes(double best, double median, int runs) {
    private static final long WARM_UP = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long MEASURE = TimeUnit.SECONDS.toNanos(1);
    private static final int MIN_RUNS = 3;

    /** Runs the job for a fifth of a second, at least once, and measures it for a second, at least three times. */
    static RunTimes of(Runnable job) {
        long start = System.nanoTime();
        do {
            job.run();
        } while (System.nanoTime() - start < WARM_UP);
        List<Double> seconds = new ArrayList<>();
        start = System.nanoTime();
        do {
            long begin = System.nanoTime();
            job.run();
            seconds.add((System.nanoTime() - begin) / 1e9);
        } while (seconds.size() < MIN_RUNS || System.nanoTime() - start < MEASURE);
        Collections.sort(seconds);
        return new RunTimes(seconds.getFirst(), seconds.get(seconds.size() / 2), seconds.size());
    }
}
