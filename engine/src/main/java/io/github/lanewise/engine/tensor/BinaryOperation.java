package io.github.lanewise.engine.tensor;

/** A function of two elements in float32, rounded once; all NaNs are equal. */
public enum BinaryOperation {

    /** {@code a + b}. */
    ADD,

    /** {@code a - b}. */
    SUBTRACT,

    /** {@code a · b}. */
    MULTIPLY,

    /** {@code a / b}. */
    DIVIDE,

    /** {@code a^b} as by {@link StrictMath#pow}, rounded to float32. */
    POWER,

    /** The smaller one as by {@link Math#min(float, float)}: NaN wins, -0 wins over 0. */
    MINIMUM,

    /** The larger one as by {@link Math#max(float, float)}: NaN wins, 0 wins over -0. */
    MAXIMUM,

    /** {@code a < 0 ? a · b : a}: a leaky ReLU of a with slope b; NaN stays NaN and -0 stays -0. */
    PRELU;

    public float apply(float a, float b) {
        return switch (this) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case POWER -> b == 2 ? a * a : (float) StrictMath.pow(a, b);
            case MINIMUM -> Math.min(a, b);
            case MAXIMUM -> Math.max(a, b);
            case PRELU -> a < 0 ? a * b : a;
        };
    }
}
