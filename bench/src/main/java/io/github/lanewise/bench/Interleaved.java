package io.github.lanewise.bench;

import com.sun.management.ThreadMXBean;
import io.github.lanewise.bench.report.Spread;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;

/**
 * Measures a subject against the FMA peak on a machine whose speed changes from moment to moment, as when somebody else
 * works on the other hardware thread of the core.
 *
 * <p>Short slices of the peak loop and of the subject take turns:
 * <pre>
 *     peak 0 | subject 0 | peak 1 | subject 1 | peak 2 | ...
 * </pre>
 * Two figures come out. The upper quantiles of both series tell what the machine does when it is left alone; an upper
 * quantile and not the best, which one slip of the clock decides. The median of the pairs, each slice of the subject
 * divided by the mean of the two slices of the peak around it, needs no quiet moment at all. Where the two disagree, the
 * machine was not quiet for long enough.
 *
 * <p>A call longer than a slice is a slice by itself. The slices of the peak are as long as those of the subject, up to a
 * limit: the longer a slice, the less likely it falls into a quiet moment as a whole. All on the calling thread.
 */
public final class Interleaved {

    /** A subject is measured in no fewer pairs of slices than this, however long they take. */
    static final int FEWEST_PAIRS = 5;

    private static final int MOST_PAIRS = 10_000;
    private static final double UPPER_QUANTILE = 0.95;

    /** Long enough that reading the clock does not count, short enough to fall between two changes of speed. */
    private static final long SLICE_NANOS = 250_000;

    private static final long LONGEST_PEAK_SLICE_NANOS = 25_000_000;

    /** A call is an improvement if it takes no more than this part of the time of the fastest one before. */
    private static final double IMPROVEMENT = 0.95;

    private static final Duration PEAK_WARM_UP = Duration.ofMillis(200);

    private final Subject peak;
    private final long peakCall;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final double[] peakRates = new double[MOST_PAIRS + 1];
    private final double[] rates = new double[MOST_PAIRS];

    /** Measures against a peak that is a subject itself. */
    Interleaved(Subject peak) {
        this.peak = peak;
        this.peakCall = fastestCall(peak, PEAK_WARM_UP);
    }

    /**
     * Warms the subject up and measures it.
     *
     * @param warmUp as in {@link #bestRate}
     * @param time of the measurement, exceeded where {@value #FEWEST_PAIRS} pairs take longer
     */
    Speed measure(Subject subject, Duration warmUp, Duration time) {
        long call = fastestCall(subject, warmUp);
        int calls = callsPerSlice(call, SLICE_NANOS);
        int peakCalls = callsPerSlice(peakCall, Math.min(call * calls, LONGEST_PEAK_SLICE_NANOS));
        long bytes = 0;
        int pairs = 0;
        long start = System.nanoTime();
        peakRates[0] = slice(peak, peakCalls);
        do {
            long bytesBefore = threads.getCurrentThreadAllocatedBytes();
            rates[pairs] = slice(subject, calls);
            bytes += threads.getCurrentThreadAllocatedBytes() - bytesBefore;
            pairs++;
            peakRates[pairs] = slice(peak, peakCalls);
        } while (pairs < FEWEST_PAIRS || (pairs < MOST_PAIRS && System.nanoTime() - start < time.toNanos()));
        return new Speed(
                quantile(rates, pairs, UPPER_QUANTILE),
                quantile(peakRates, pairs + 1, UPPER_QUANTILE),
                quantile(pairedRatios(pairs), pairs, 0.5),
                pairs,
                (double) bytes / pairs / calls);
    }

    /**
     * The rate of the fastest call in GFLOP/s. Calls go on until none has become faster for the given time; by then the
     * compiler has done its work, and the rate is good enough for a subject that is slower than another by a factor.
     */
    public static double bestRate(Subject subject, Duration withoutImprovement) {
        return subject.flops() / fastestCall(subject, withoutImprovement);
    }

    private static long fastestCall(Subject subject, Duration withoutImprovement) {
        long fastest = Long.MAX_VALUE;
        long improved = System.nanoTime();
        long end;
        do {
            long begin = System.nanoTime();
            subject.run();
            end = System.nanoTime();
            long nanos = Math.max(1, end - begin);
            if (nanos <= IMPROVEMENT * fastest) {
                improved = begin;
            }
            fastest = Math.min(fastest, nanos);
        } while (end - improved < withoutImprovement.toNanos());
        return fastest;
    }

    private static int callsPerSlice(long callNanos, long sliceNanos) {
        return Math.toIntExact(Math.ceilDiv(sliceNanos, callNanos));
    }

    private static double slice(Subject subject, int calls) {
        long begin = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            subject.run();
        }
        return calls * subject.flops() / Math.max(1, System.nanoTime() - begin);
    }

    private double[] pairedRatios(int pairs) {
        double[] ratios = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            ratios[i] = rates[i] / ((peakRates[i] + peakRates[i + 1]) / 2);
        }
        return ratios;
    }

    private static double quantile(double[] values, int count, double part) {
        return Spread.quantile(part, Arrays.copyOf(values, count));
    }
}
