package io.github.lanewise.examples;

import java.util.SplittableRandom;

/** Input without meaning, the same on every machine. */
final class Noise {
    private Noise() {}

    /** Values in {@code [-1, 1)}, uniform. */
    static float[] floats(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat(-1, 1);
        }
        return values;
    }
}
