package io.github.lanewise.engine.testkit;

import java.util.Random;

/** Floats on which sloppy arithmetic shows. */
public final class Specials {

    /** NaN and both infinities. */
    public static float[] notFinite() {
        return new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    }

    /** Both zeros, denormals, the smallest normal float and the ends of the range. */
    public static float[] extreme() {
        return new float[] {0f, -0f, Float.MIN_VALUE, -1e-40f, Float.MIN_NORMAL, Float.MAX_VALUE, -Float.MAX_VALUE};
    }

    /** Puts one of the specials in the place of about one value in {@code spacing}. */
    public static float[] sprinkle(long seed, int spacing, float[] specials, float[] values) {
        Random random = new Random(seed);
        for (int i = random.nextInt(spacing); i < values.length; i += 1 + random.nextInt(2 * spacing)) {
            values[i] = specials[random.nextInt(specials.length)];
        }
        return values;
    }

    private Specials() {}
}
