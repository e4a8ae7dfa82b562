package io.github.lanewise.bench.report;

import java.util.Arrays;

/**
 * Quantiles of a series of rates.
 *
 * @param lowerQuartile 25 %
 * @param median 50 %
 * @param upperQuartile 75 %
 * @param upper 95 %: what the machine does when it is left alone; not the best, which one slip of the clock decides
 */
public record Spread(double lowerQuartile, double median, double upperQuartile, double upper) {

    private static final double UPPER = 0.95;

    /** {@link IllegalArgumentException} for an empty series. */
    public static Spread of(double... values) {
        return new Spread(
                quantile(0.25, values), quantile(0.5, values), quantile(0.75, values), quantile(UPPER, values));
    }

    /** The value that the given part of the series does not exceed. */
    public static double quantile(double part, double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("an empty series has no quantiles");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(part * sorted.length) - 1)];
    }
}
