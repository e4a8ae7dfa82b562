package io.github.lanewise.engine.tensor;

/** What becomes of many elements. */
public enum Reduction {

    /** {@code Σ x}; 0 of nothing. */
    SUM,

    /** {@code Σ x / n}; NaN of nothing. */
    MEAN,

    /** The smallest as by {@link Math#min(float, float)}: NaN wins, -0 wins over 0; +∞ of nothing. */
    MINIMUM,

    /** The largest as by {@link Math#max(float, float)}: NaN wins, 0 wins over -0; -∞ of nothing. */
    MAXIMUM,

    /** {@code Σ |x|}; 0 of nothing. */
    L1,

    /** {@code √Σ x²}; 0 of nothing. */
    L2,

    /** {@code Σ x²}; 0 of nothing. */
    SUM_OF_SQUARES;

    /** What a reduction begins with. */
    public float identity() {
        return switch (this) {
            case MINIMUM -> Float.POSITIVE_INFINITY;
            case MAXIMUM -> Float.NEGATIVE_INFINITY;
            default -> 0;
        };
    }

    /** A partial result with one more element. */
    public float accumulate(float partial, float x) {
        return switch (this) {
            case SUM, MEAN -> partial + x;
            case MINIMUM -> Math.min(partial, x);
            case MAXIMUM -> Math.max(partial, x);
            case L1 -> partial + Math.abs(x);
            case L2, SUM_OF_SQUARES -> partial + x * x;
        };
    }

    /** Two partial results in one. */
    public float combine(float left, float right) {
        return switch (this) {
            case MINIMUM -> Math.min(left, right);
            case MAXIMUM -> Math.max(left, right);
            default -> left + right;
        };
    }

    /** The result of {@code count} elements from their partial result. */
    public float finish(float partial, long count) {
        return switch (this) {
            case MEAN -> partial / count;
            case L2 -> (float) Math.sqrt(partial);
            default -> partial;
        };
    }
}
