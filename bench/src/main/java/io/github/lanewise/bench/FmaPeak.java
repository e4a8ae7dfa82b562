package io.github.lanewise.bench;

import java.time.Duration;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The core's peak: a loop of fused multiply-adds in registers, {@code sum = fma(x, y, sum)}, without any memory.
 *
 * <p>A core keeps (FMA units) x (latency) of them in flight, and the loop needs as many independent sums: 8 on x86 (2
 * units, 4 cycles), where 16 registers leave room for {@value #NARROW_SUMS}; 16 on Arm cores with 4 units, where there
 * are 32 registers. The sums start apart, or the compiler would merge them. They are written out, as in every
 * kernel: C2 keeps neither an array of vectors nor a loop over them in registers.
 */
public final class FmaPeak implements Subject {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int V = SPECIES.length();
    private static final int NARROW_SUMS = 12;
    private static final int WIDE_SUMS = 20;
    private static final int ITERATIONS = 4096;

    /** GFLOP/s that the loop exceeds on every processor when it is compiled, and never before. */
    private static final double COMPILED = 4;

    private static final Duration ROUND = Duration.ofMillis(200);
    private static final int MOST_ROUNDS = 100;

    private final boolean wide = !System.getProperty("os.arch", "").matches("amd64|x86_64");
    private final float[] sums = Operands.random(8, (long) WIDE_SUMS * V);
    private final float[] factors = {0x1p-10f, 0x1p-11f};

    /**
     * The loop, compiled.
     *
     * @throws IllegalStateException if it does not become fast within some seconds
     */
    public static FmaPeak compiled() {
        FmaPeak peak = new FmaPeak();
        for (int round = 0; round < MOST_ROUNDS; round++) {
            if (Interleaved.bestRate(peak, ROUND) > COMPILED) {
                return peak;
            }
        }
        throw new IllegalStateException("the FMA peak loop is not compiled: does C2 run, is there FMA in hardware?");
    }

    @Override
    public double flops() {
        return 2.0 * ITERATIONS * (wide ? WIDE_SUMS : NARROW_SUMS) * V;
    }

    @Override
    public void run() {
        if (wide) {
            twenty(factors, sums);
        } else {
            twelve(factors, sums);
        }
    }

    private static void twelve(float[] factors, float[] sums) {
        FloatVector x = FloatVector.broadcast(SPECIES, factors[0]);
        FloatVector y = FloatVector.broadcast(SPECIES, factors[1]);
        FloatVector s0 = load(sums, 0);
        FloatVector s1 = load(sums, 1);
        FloatVector s2 = load(sums, 2);
        FloatVector s3 = load(sums, 3);
        FloatVector s4 = load(sums, 4);
        FloatVector s5 = load(sums, 5);
        FloatVector s6 = load(sums, 6);
        FloatVector s7 = load(sums, 7);
        FloatVector s8 = load(sums, 8);
        FloatVector s9 = load(sums, 9);
        FloatVector s10 = load(sums, 10);
        FloatVector s11 = load(sums, 11);
        for (int i = 0; i < ITERATIONS; i++) {
            s0 = x.fma(y, s0);
            s1 = x.fma(y, s1);
            s2 = x.fma(y, s2);
            s3 = x.fma(y, s3);
            s4 = x.fma(y, s4);
            s5 = x.fma(y, s5);
            s6 = x.fma(y, s6);
            s7 = x.fma(y, s7);
            s8 = x.fma(y, s8);
            s9 = x.fma(y, s9);
            s10 = x.fma(y, s10);
            s11 = x.fma(y, s11);
        }
        s0.intoArray(sums, 0);
        s1.intoArray(sums, V);
        s2.intoArray(sums, 2 * V);
        s3.intoArray(sums, 3 * V);
        s4.intoArray(sums, 4 * V);
        s5.intoArray(sums, 5 * V);
        s6.intoArray(sums, 6 * V);
        s7.intoArray(sums, 7 * V);
        s8.intoArray(sums, 8 * V);
        s9.intoArray(sums, 9 * V);
        s10.intoArray(sums, 10 * V);
        s11.intoArray(sums, 11 * V);
    }

    private static void twenty(float[] factors, float[] sums) {
        FloatVector x = FloatVector.broadcast(SPECIES, factors[0]);
        FloatVector y = FloatVector.broadcast(SPECIES, factors[1]);
        FloatVector s0 = load(sums, 0);
        FloatVector s1 = load(sums, 1);
        FloatVector s2 = load(sums, 2);
        FloatVector s3 = load(sums, 3);
        FloatVector s4 = load(sums, 4);
        FloatVector s5 = load(sums, 5);
        FloatVector s6 = load(sums, 6);
        FloatVector s7 = load(sums, 7);
        FloatVector s8 = load(sums, 8);
        FloatVector s9 = load(sums, 9);
        FloatVector s10 = load(sums, 10);
        FloatVector s11 = load(sums, 11);
        FloatVector s12 = load(sums, 12);
        FloatVector s13 = load(sums, 13);
        FloatVector s14 = load(sums, 14);
        FloatVector s15 = load(sums, 15);
        FloatVector s16 = load(sums, 16);
        FloatVector s17 = load(sums, 17);
        FloatVector s18 = load(sums, 18);
        FloatVector s19 = load(sums, 19);
        for (int i = 0; i < ITERATIONS; i++) {
            s0 = x.fma(y, s0);
            s1 = x.fma(y, s1);
            s2 = x.fma(y, s2);
            s3 = x.fma(y, s3);
            s4 = x.fma(y, s4);
            s5 = x.fma(y, s5);
            s6 = x.fma(y, s6);
            s7 = x.fma(y, s7);
            s8 = x.fma(y, s8);
            s9 = x.fma(y, s9);
            s10 = x.fma(y, s10);
            s11 = x.fma(y, s11);
            s12 = x.fma(y, s12);
            s13 = x.fma(y, s13);
            s14 = x.fma(y, s14);
            s15 = x.fma(y, s15);
            s16 = x.fma(y, s16);
            s17 = x.fma(y, s17);
            s18 = x.fma(y, s18);
            s19 = x.fma(y, s19);
        }
        s0.intoArray(sums, 0);
        s1.intoArray(sums, V);
        s2.intoArray(sums, 2 * V);
        s3.intoArray(sums, 3 * V);
        s4.intoArray(sums, 4 * V);
        s5.intoArray(sums, 5 * V);
        s6.intoArray(sums, 6 * V);
        s7.intoArray(sums, 7 * V);
        s8.intoArray(sums, 8 * V);
        s9.intoArray(sums, 9 * V);
        s10.intoArray(sums, 10 * V);
        s11.intoArray(sums, 11 * V);
        s12.intoArray(sums, 12 * V);
        s13.intoArray(sums, 13 * V);
        s14.intoArray(sums, 14 * V);
        s15.intoArray(sums, 15 * V);
        s16.intoArray(sums, 16 * V);
        s17.intoArray(sums, 17 * V);
        s18.intoArray(sums, 18 * V);
        s19.intoArray(sums, 19 * V);
    }

    private static FloatVector load(float[] sums, int index) {
        return FloatVector.fromArray(SPECIES, sums, index * V);
    }
}
