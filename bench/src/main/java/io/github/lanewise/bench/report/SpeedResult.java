package io.github.lanewise.bench.report;

/**
 * How fast a contender did one piece of work, beside the peak of the same rounds.
 *
 * @param part {@code gemm}, {@code networks} or {@code machine}
 * @param workload a shape {@code m n k}, a network with its batch, or what of the machine was measured
 * @param threads that share one call
 * @param contender who did it
 * @param operations of one call: floating-point operations, two for a multiply-add; for bandwidth bytes
 * @param rate in GFLOP/s or GB/s
 * @param peak FMA peak of as many threads in GFLOP/s
 * @param error largest error divided by the largest value of the result; for products within the bound of their sums
 */
public record SpeedResult(
        String part,
        String workload,
        int threads,
        String contender,
        double operations,
        Spread rate,
        Spread peak,
        double error) {

    /** By medians. */
    public double partOfPeak() {
        return rate.median() / peak.median();
    }

    /** By upper quantiles. */
    public double upperPartOfPeak() {
        return rate.upper() / peak.upper();
    }

    /** Median time of a call. */
    public double milliseconds() {
        return operations / rate.median() / 1e6;
    }

    /** Time of a call when the machine is left alone. */
    public double lowerMilliseconds() {
        return operations / rate.upper() / 1e6;
    }
}
