package io.github.lanewise.examples;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.DoubleConsumer;
import java.util.stream.LongStream;

/**
 * The same job again and again from some threads at a time.
 *
 * @param sortedNanos how long each run took, ascending
 * @param seconds from the first start to the last end
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LoadRun(long[] sortedNanos, double seconds) {
    private static final long TICK_MILLIS = 100;

    /**
     * Runs the job for some seconds, each thread at least once.
     *
     * @param progress is told now and then which share of the time is over
     */
    static LoadRun of(Runnable job, int threads, double seconds, DoubleConsumer progress) throws InterruptedException {
        long start = System.nanoTime();
        long duration = (long) (seconds * 1e9);
        List<Future<long[]>> results = new ArrayList<>();
        List<long[]> times = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(threads)) {
            for (int thread = 0; thread < threads; thread++) {
                results.add(callers.submit(() -> repeat(job, start + duration)));
            }
            for (Future<long[]> result : results) {
                times.add(await(result, () -> progress.accept((System.nanoTime() - start) / (double) duration)));
            }
        }
        double taken = (System.nanoTime() - start) / 1e9;
        return new LoadRun(times.stream().flatMapToLong(Arrays::stream).sorted().toArray(), taken);
    }

    private static long[] repeat(Runnable job, long end) {
        LongStream.Builder times = LongStream.builder();
        long before = System.nanoTime();
        do {
            job.run();
            long after = System.nanoTime();
            times.add(after - before);
            before = after;
        } while (before - end < 0);
        return times.build().toArray();
    }

    private static long[] await(Future<long[]> result, Runnable tick) throws InterruptedException {
        while (true) {
            try {
                return result.get(TICK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                tick.run();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException cause) {
                    throw cause;
                }
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    /** Milliseconds that this share of the runs did not exceed, by nearest rank. */
    double millis(double share) {
        int rank = (int) Math.ceil(share * sortedNanos.length);
        return sortedNanos[Math.max(0, rank - 1)] / 1e6;
    }

    double runsPerSecond() {
        return sortedNanos.length / seconds;
    }
}
