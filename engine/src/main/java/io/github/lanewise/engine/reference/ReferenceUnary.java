package io.github.lanewise.engine.reference;

import io.github.lanewise.engine.tensor.UnaryOperation;

/** Every {@link UnaryOperation} in float64, as its formula says. */
public final class ReferenceUnary {

    private static final int TERMS = 200;

    public static double apply(UnaryOperation operation, double x) {
        double a = operation.alpha();
        double b = operation.beta();
        return switch (operation.function()) {
            case CLIP -> x < a ? a : x > b ? b : x;
            case LEAKY_RELU -> x < 0 ? a * x : x;
            case THRESHOLDED_RELU -> x > a || Double.isNaN(x) ? x : 0;
            case ELU -> x < 0 ? a * Math.expm1(x) : b * x;
            case CELU -> x < 0 ? a * Math.expm1(x / a) : x;
            case SIGMOID -> 1 / (1 + Math.exp(-x));
            case SILU -> x / (1 + Math.exp(-x));
            case HARD_SIGMOID -> Math.min(Math.max(a * x + b, 0), 1);
            case HARD_SWISH -> x * Math.min(Math.max(x / 6 + 0.5, 0), 1);
            case TANH -> Math.tanh(x);
            case SOFTSIGN -> x / (1 + Math.abs(x));
            case SOFTPLUS -> softplus(x);
            case MISH -> x * Math.tanh(softplus(x));
            case GELU -> x * erfc(-x / Math.sqrt(2)) / 2;
            case GELU_TANH -> x / (1 + Math.exp(-2 * Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
            case ERF -> x < 0 ? erfc(-x) - 1 : 1 - erfc(x);
            case EXP -> Math.exp(x);
            case LOG -> Math.log(x);
            case SQRT -> Math.sqrt(x);
            case ABS -> Math.abs(x);
            case NEGATE -> -x;
            case RECIPROCAL -> 1 / x;
            case FLOOR -> Math.floor(x);
            case CEIL -> Math.ceil(x);
            case TRUNCATE -> Math.signum(x) * Math.floor(Math.abs(x));
        };
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    /** {@code 1 - erf(x)}: Maclaurin's series near 0, Laplace's continued fraction beyond. */
    private static double erfc(double x) {
        if (Math.abs(x) < 2) {
            double term = x;
            double sum = x;
            for (int n = 1; n < TERMS; n++) {
                term *= -x * x / n;
                sum += term / (2 * n + 1);
            }
            return 1 - 2 / Math.sqrt(Math.PI) * sum;
        }
        double magnitude = Math.abs(x);
        double fraction = 0;
        for (int n = TERMS; n > 0; n--) {
            fraction = n / 2.0 / (magnitude + fraction);
        }
        double tail = Math.exp(-x * x) / Math.sqrt(Math.PI) / (magnitude + fraction);
        return x < 0 ? 2 - tail : tail;
    }

    private ReferenceUnary() {}
}
