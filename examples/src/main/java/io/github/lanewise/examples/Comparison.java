package io.github.lanewise.examples;

import io.github.lanewise.engine.reference.DoubleSums;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * An operator of the engine against the naive loops.
 *
 * @param flops floating-point operations of one run
 * @param error largest error relative to the sum of the absolute values of the summands
 * @param bound what that error may be
 */
record Comparison(double flops, RunTimes naive, RunTimes engine, double error, double bound) {
    private static final double EPSILON = 0x1p-24;

    /**
     * Compares the engine's results with the sums in float64.
     *
     * @param terms summands of each sum; k roundings err by {@code k eps / (1 - k eps)} at most, see {@link DoubleSums}
     */
    static Comparison of(long terms, RunTimes naive, RunTimes engine, float[] results, DoubleSums expected) {
        double error = 0;
        for (int i = 0; i < results.length; i++) {
            error = Math.max(error, Math.abs(results[i] - expected.sum(i)) / expected.magnitude(i));
        }
        double bound = terms * EPSILON / (1 - terms * EPSILON);
        return new Comparison(2.0 * terms * results.length, naive, engine, error, bound);
    }

    /**
     * Prints both times, the speed-up and the error.
     *
     * @param peak of the core in floating-point operations per second, if it is known
     * @throws JobException if the error exceeds its bound
     */
    void print(Report report, OptionalDouble peak) throws JobException {
        report.row("naive loops", speed(naive));
        String share = peak.isPresent()
                ? String.format(
                        Locale.ROOT, ", %.0f %% of the FMA peak", 100 * flops / engine.best() / peak.getAsDouble())
                : "";
        report.row("Lanewise", speed(engine) + share);
        report.row("speed-up", String.format(Locale.ROOT, "%8.1f times", naive.best() / engine.best()));
        String errors = String.format(Locale.ROOT, "%.1e of sum |x||y|, at most %.1e allowed", error, bound);
        if (!(error <= bound)) {
            throw new JobException("the result is wrong: error " + errors);
        }
        report.row("largest error", errors + ": correct");
    }

    private String speed(RunTimes times) {
        return String.format(Locale.ROOT, "%8.2f ms, %6.1f GFLOP/s", 1e3 * times.best(), flops / times.best() / 1e9);
    }
}
