package io.github.lanewise.engine.reference;

/**
 * Sums in float64, and what bounds the error of the same sums in float32.
 *
 * <p>A float32 sum with at most n roundings on the way of each summand errs by at most {@code γₙ · Σ|summand|} with
 * {@code γₙ = n·eps / (1 - n·eps)} and {@code eps = 2⁻²⁴}. Higham, "Accuracy and Stability of Numerical Algorithms",
 * 2002, section 3.1.
 */
public final class DoubleSums {
    private final double[] sums;
    private final double[] magnitudes;

    /** Sums that begin at 0. */
    DoubleSums(int elements) {
        sums = new double[elements];
        magnitudes = new double[elements];
    }

    public int elements() {
        return sums.length;
    }

    public double sum(int index) {
        return sums[index];
    }

    /** The sum of the absolute values of the summands. */
    public double magnitude(int index) {
        return magnitudes[index];
    }

    void add(int index, double summand) {
        sums[index] += summand;
        magnitudes[index] += Math.abs(summand);
    }

    /** Limits the sum and leaves its magnitude; float32 errors do not grow by that. */
    void clamp(int index, double lower, double upper) {
        sums[index] = Math.clamp(sums[index], lower, upper);
    }
}
