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
    private static final long ENOUGH = TimeUnit.SECONDS.toNanos(1);
    private static final long TOO_LONG = TimeUnit.SECONDS.toNanos(2);
    private static final int FEW = 3;

    /** Runs the job for a fifth of a second, at least once, and then measures it. */
    static RunTimes warmedUp(Runnable job) {
        long start = System.nanoTime();
        do {
            job.run();
        } while (System.nanoTime() - start < WARM_UP);
        return of(job);
    }

    /** Runs the job for a second; up to two seconds if it takes so long to run it three times, but at least once. */
    static RunTimes of(Runnable job) {
        List<Double> seconds = new ArrayList<>();
        long start = System.nanoTime();
        long begin = start;
        while (begin - start < ENOUGH || (seconds.size() < FEW && begin - start < TOO_LONG)) {
            job.run();
            long end = System.nanoTime();
            seconds.add((end - begin) / 1e9);
            begin = end;
        }
        Collections.sort(seconds);
        return new RunTimes(seconds.getFirst(), seconds.get(seconds.size() / 2), seconds.size());
    }
}
