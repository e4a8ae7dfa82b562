package io.github.lanewise.engine.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.lanewise.engine.kernel.HotSpotFlags;
import java.util.function.Supplier;

/**
 * Holds results against float64, and to the bit against the definition of every sum, one chain of fused multiply-adds.
 * Without that instruction, as with {@code -XX:-UseFMA}, bits are not defined and only the error bound holds.
 */
public final class Results {

    private static final boolean FUSED = HotSpotFlags.enabled("UseFMA", true);

    /** Whether this machine fuses, so that bits are defined. */
    public static boolean fused() {
        return FUSED;
    }

    /** Holds the array in which C lies, gaps included, against the problem. */
    public static void assertCorrect(GemmProblem problem, float[] c) {
        ErrorBound.assertWithin(problem, problem.float64(), problem.roundings(), problem.elements(c));
        assertBits(problem, problem::reference, c);
    }

    public static void assertCorrect(ConvProblem problem, float[] output) {
        ErrorBound.assertWithin(problem, problem.float64(), problem.roundings(), output);
        assertBits(problem, problem::reference, output);
    }

    /** Skips the present test where bits are not defined. */
    public static void assumeFused() {
        assumeTrue(FUSED, "without fused multiply-add the bits are not defined");
    }

    /** Compares bits where they are defined; all NaNs are equal. */
    public static void assertBits(Object problem, Supplier<float[]> expected, float[] actual) {
        if (FUSED) {
            assertArrayEquals(expected.get(), actual, problem::toString);
        }
    }

    private Results() {}
}
