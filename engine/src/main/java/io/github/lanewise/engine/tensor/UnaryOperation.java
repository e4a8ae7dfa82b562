package io.github.lanewise.engine.tensor;

/**
 * A function of one element with its parameters; those that a function does not have are 0.
 *
 * <p>NaN stays NaN. Functions with e^x, erf and logarithms are off by a few ulp, GELU of negative numbers by up to 3e-6 of the
 * result; others are rounded operation by operation.
 */
public record UnaryOperation(Function function, float alpha, float beta) {

    /** What is computed, with {@code a} for alpha and {@code b} for beta. */
    public enum Function {
        /** {@code x < a ? a : x > b ? b : x}. */
        CLIP,
        /** {@code x < 0 ? a x : x}. */
        LEAKY_RELU,
        /** {@code x > a ? x : 0}. */
        THRESHOLDED_RELU,
        /** {@code x < 0 ? a (e^x - 1) : b x}. */
        ELU,
        /** {@code x < 0 ? a (e^(x / a) - 1) : x}. */
        CELU,
        /** {@code 1 / (1 + e^-x)}. */
        SIGMOID,
        /** {@code x / (1 + e^-x)}, also called swish. */
        SILU,
        /** {@code min(max(a x + b, 0), 1)}. */
        HARD_SIGMOID,
        /** {@code x min(max(x / 6 + 1 / 2, 0), 1)}. */
        HARD_SWISH,
        TANH,
        /** {@code x / (1 + |x|)}. */
        SOFTSIGN,
        /** {@code ln(1 + e^x)}. */
        SOFTPLUS,
        /** {@code x tanh(ln(1 + e^x))}. */
        MISH,
        /** {@code x (1 + erf(x / √2)) / 2}. */
        GELU,
        /** {@code x (1 + tanh(√(2 / π) (x + 0.044715 x³))) / 2}. */
        GELU_TANH,
        ERF,
        EXP,
        /** The natural logarithm: NaN below 0, -∞ at 0. */
        LOG,
        SQRT,
        ABS,
        NEGATE,
        /** {@code 1 / x}. */
        RECIPROCAL,
        FLOOR,
        CEIL,
        /** The whole number next to x towards 0, which is never -0. */
        TRUNCATE
    }

    public static final UnaryOperation RELU = clip(0, Float.POSITIVE_INFINITY);
    public static final UnaryOperation SIGMOID = of(Function.SIGMOID);
    public static final UnaryOperation SILU = of(Function.SILU);
    public static final UnaryOperation HARD_SWISH = of(Function.HARD_SWISH);
    public static final UnaryOperation TANH = of(Function.TANH);
    public static final UnaryOperation SOFTSIGN = of(Function.SOFTSIGN);
    public static final UnaryOperation SOFTPLUS = of(Function.SOFTPLUS);
    public static final UnaryOperation MISH = of(Function.MISH);
    public static final UnaryOperation GELU = of(Function.GELU);
    public static final UnaryOperation GELU_TANH = of(Function.GELU_TANH);
    public static final UnaryOperation ERF = of(Function.ERF);
    public static final UnaryOperation EXP = of(Function.EXP);
    public static final UnaryOperation LOG = of(Function.LOG);
    public static final UnaryOperation SQRT = of(Function.SQRT);
    public static final UnaryOperation ABS = of(Function.ABS);
    public static final UnaryOperation NEGATE = of(Function.NEGATE);
    public static final UnaryOperation RECIPROCAL = of(Function.RECIPROCAL);
    public static final UnaryOperation FLOOR = of(Function.FLOOR);
    public static final UnaryOperation CEIL = of(Function.CEIL);
    public static final UnaryOperation TRUNCATE = of(Function.TRUNCATE);

    public UnaryOperation {
        if (Float.isNaN(alpha) || Float.isNaN(beta)) {
            throw new IllegalArgumentException(
                    function + " needs parameters that are numbers, got " + alpha + " and " + beta);
        }
        if (function == Function.CELU && !(alpha > 0)) {
            throw new IllegalArgumentException("CELU needs alpha > 0, got " + alpha);
        }
        if (function == Function.CLIP && alpha > beta) {
            throw new IllegalArgumentException("CLIP needs lower <= upper, got " + alpha + " and " + beta);
        }
    }

    /** {@code min(max(x, lower), upper)}. */
    public static UnaryOperation clip(float lower, float upper) {
        return new UnaryOperation(Function.CLIP, lower, upper);
    }

    /** {@link Function#LEAKY_RELU}. */
    public static UnaryOperation leakyRelu(float alpha) {
        return new UnaryOperation(Function.LEAKY_RELU, alpha, 0);
    }

    /** {@link Function#THRESHOLDED_RELU}. */
    public static UnaryOperation thresholdedRelu(float alpha) {
        return new UnaryOperation(Function.THRESHOLDED_RELU, alpha, 0);
    }

    /** {@code x < 0 ? alpha (e^x - 1) : x}. */
    public static UnaryOperation elu(float alpha) {
        return new UnaryOperation(Function.ELU, alpha, 1);
    }

    /** {@code gamma (x < 0 ? alpha (e^x - 1) : x)}. */
    public static UnaryOperation selu(float alpha, float gamma) {
        return new UnaryOperation(Function.ELU, gamma * alpha, gamma);
    }

    /** {@link Function#CELU}. */
    public static UnaryOperation celu(float alpha) {
        return new UnaryOperation(Function.CELU, alpha, 0);
    }

    /** {@link Function#HARD_SIGMOID}. */
    public static UnaryOperation hardSigmoid(float alpha, float beta) {
        return new UnaryOperation(Function.HARD_SIGMOID, alpha, beta);
    }

    private static UnaryOperation of(Function function) {
        return new UnaryOperation(function, 0, 0);
    }
}
