package io.github.lanewise.bench;

/**
 * The speed of a subject beside the FMA peak of the same moments; rates in GFLOP/s.
 *
 * @param rate upper quantile over the slices of the subject
 * @param peak upper quantile over the slices of the peak loop
 * @param pairedRatio median over the slices of the subject of its rate divided by that of the peak loop around it
 * @param pairs slices of the subject
 * @param bytesPerCall heap memory that one call of the subject allocated
 */
record Speed(double rate, double peak, double pairedRatio, int pairs, double bytesPerCall) {

    /** The part of the peak that the subject reaches, by the upper quantiles. */
    double ratio() {
        return rate / peak;
    }
}
