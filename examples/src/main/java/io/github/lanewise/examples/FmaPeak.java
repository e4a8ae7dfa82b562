package io.github.lanewise.examples;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The peak of one core: fused multiply-adds in registers, {@code sum = fma(x, x, sum)}, without any memory.
 *
 * <p>A core keeps (units) x (latency) of them in flight, 8 to 16 on today's processors, hence 16 independent sums. This
 * class alone names the Vector API here: it is loaded when the engine uses it too.
 */
final class FmaPeak {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int SUMS = 16;
    private static final int ITERATIONS = 1 << 14;

    private FmaPeak() {}

    /** Floating-point operations per second; a multiply-add counts as two. */
    static double measure() {
        float[] result = new float[1];
        RunTimes times = RunTimes.warmedUp(() -> result[0] += run(0x1p-10f));
        return 2.0 * SUMS * SPECIES.length() * ITERATIONS / times.best();
    }

    private static float run(float factor) {
        FloatVector x = FloatVector.broadcast(SPECIES, factor);
        FloatVector s0 = x.mul(1);
        FloatVector s1 = x.mul(2);
        FloatVector s2 = x.mul(3);
        FloatVector s3 = x.mul(4);
        FloatVector s4 = x.mul(5);
        FloatVector s5 = x.mul(6);
        FloatVector s6 = x.mul(7);
        FloatVector s7 = x.mul(8);
        FloatVector s8 = x.mul(9);
        FloatVector s9 = x.mul(10);
        FloatVector s10 = x.mul(11);
        FloatVector s11 = x.mul(12);
        FloatVector s12 = x.mul(13);
        FloatVector s13 = x.mul(14);
        FloatVector s14 = x.mul(15);
        FloatVector s15 = x.mul(16);
        for (int i = 0; i < ITERATIONS; i++) {
            s0 = x.fma(x, s0);
            s1 = x.fma(x, s1);
            s2 = x.fma(x, s2);
            s3 = x.fma(x, s3);
            s4 = x.fma(x, s4);
            s5 = x.fma(x, s5);
            s6 = x.fma(x, s6);
            s7 = x.fma(x, s7);
            s8 = x.fma(x, s8);
            s9 = x.fma(x, s9);
            s10 = x.fma(x, s10);
            s11 = x.fma(x, s11);
            s12 = x.fma(x, s12);
            s13 = x.fma(x, s13);
            s14 = x.fma(x, s14);
            s15 = x.fma(x, s15);
        }
        FloatVector upper = s0.add(s1).add(s2).add(s3).add(s4).add(s5).add(s6).add(s7);
        FloatVector lower =
                s8.add(s9).add(s10).add(s11).add(s12).add(s13).add(s14).add(s15);
        return upper.add(lower).lane(0);
    }
}
