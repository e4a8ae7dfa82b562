package io.github.lanewise.engine.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.lanewise.engine.reference.DoubleSums;

/** The bound that every float32 result keeps, {@code |error| <= 2 γₙ Σ|summand|}; {@link DoubleSums} explains γ. */
public final class ErrorBound {
    private static final double EPS = 0x1p-24;

    /**
     * Fails at the first element beyond the bound and names the problem.
     *
     * @param roundings n, how many roundings a summand goes through at most
     */
    public static void assertWithin(Object problem, DoubleSums expected, int roundings, float[] actual) {
        assertThat(actual).as("%s", problem).hasSize(expected.elements());
        double gamma = roundings * EPS / (1 - roundings * EPS);
        double underflow = roundings * (double) Float.MIN_VALUE;
        for (int i = 0; i < actual.length; i++) {
            double bound = 2 * gamma * expected.magnitude(i) + underflow;
            double error = Math.abs(actual[i] - expected.sum(i));
            if (!(error <= bound)) {
                fail(
                        "element %d is %s instead of %s, off by %s where %s is allowed, in %s",
                        i, actual[i], expected.sum(i), error, bound, problem);
            }
        }
    }

    private ErrorBound() {}
}
