package io.github.lanewise.bench;

import io.github.lanewise.engine.reference.DoubleSums;
import java.util.SplittableRandom;

/** Seeded operands, and the bound that results computed from them keep. */
public final class Operands {

    private static final double ROUNDING = 0x1p-24;

    private Operands() {}

    /** Values in {@code [-1, 1)}; the same seed gives the same ones. */
    public static float[] random(long seed, long count) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[Math.toIntExact(count)];
        for (int i = 0; i < values.length; i++) {
            values[i] = 2 * random.nextFloat() - 1;
        }
        return values;
    }

    /**
     * Requires {@code |actual - sum| <= 2 γ_terms Σ|summand|}, see {@link DoubleSums}.
     *
     * @throws IllegalStateException naming the place and both values
     */
    static void requireClose(String place, float actual, DoubleSums expected, int index, int terms) {
        double gamma = terms * ROUNDING / (1 - terms * ROUNDING);
        double error = Math.abs(actual - expected.sum(index));
        double bound = 2 * gamma * expected.magnitude(index);
        if (!(error <= bound)) {
            throw new IllegalStateException(place + ": the reference gives " + expected.sum(index) + ", the engine "
                    + actual + ", and they may differ by " + bound);
        }
    }
}
