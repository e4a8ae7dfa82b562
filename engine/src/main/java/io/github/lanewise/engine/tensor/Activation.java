package io.github.lanewise.engine.tensor;

/**
 * {@code y = min(max(x, lower), upper)}, the activation that an operator applies while it stores its result.
 *
 * <p>NaN stays NaN and -0 stays -0, also through ReLU.
 */
public record Activation(float lower, float upper) {

    /** Changes nothing. */
    public static final Activation IDENTITY = new Activation(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);

    /** Negative values become 0. */
    public static final Activation RELU = new Activation(0, Float.POSITIVE_INFINITY);

    public Activation {
        if (!(lower <= upper)) {
            throw new IllegalArgumentException("an activation needs lower <= upper, got " + lower + " and " + upper);
        }
    }

    /** ReLU that also limits values to {@code max}, which must be at least 0. */
    public static Activation clippedRelu(float max) {
        return new Activation(0, max);
    }

    public float apply(float x) {
        return x < lower ? lower : x > upper ? upper : x;
    }
}
