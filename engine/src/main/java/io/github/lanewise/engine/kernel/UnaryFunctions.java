package io.github.lanewise.engine.kernel;

import io.github.lanewise.engine.tensor.UnaryOperation;

/** Every {@link UnaryOperation} for one float32. */
public final class UnaryFunctions {

    public static float apply(UnaryOperation operation, float x) {
        float a = operation.alpha();
        float b = operation.beta();
        return switch (operation.function()) {
            case CLIP -> x < a ? a : x > b ? b : x;
            case LEAKY_RELU -> x < 0 ? a * x : x;
            case THRESHOLDED_RELU -> x > a || Float.isNaN(x) ? x : 0;
            case ELU -> x < 0 ? (float) (a * StrictMath.expm1(x)) : b * x;
            case CELU -> x < 0 ? (float) (a * StrictMath.expm1(x / a)) : x;
            case SIGMOID -> Exponentials.sigmoid(x);
            case SILU -> x * Exponentials.sigmoid(x);
            case HARD_SIGMOID -> Math.clamp(a * x + b, 0, 1);
            case HARD_SWISH -> x * Math.clamp(x / 6 + 0.5f, 0, 1);
            case TANH -> Exponentials.tanh(x);
            case SOFTSIGN -> x / (1 + Math.abs(x));
            case SOFTPLUS -> (float) (Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x))));
            case MISH -> (float) (x * StrictMath.tanh(Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)))));
            case GELU -> (float) (0.5 * x * (1 + erf(x * Math.sqrt(0.5))));
            case GELU_TANH ->
                (float) (0.5 * x * (1 + StrictMath.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))));
            case ERF -> (float) erf(x);
            case EXP -> Exponentials.exp(x);
            case LOG -> (float) StrictMath.log(x);
            case SQRT -> (float) Math.sqrt(x);
            case ABS -> Math.abs(x);
            case NEGATE -> -x;
            case RECIPROCAL -> 1 / x;
            case FLOOR -> (float) Math.floor(x);
            case CEIL -> (float) Math.ceil(x);
        };
    }

    /** Maclaurin's series within 3, where its terms do not cancel much in float64; a continued fraction beyond. */
    private static double erf(double x) {
        double magnitude = Math.abs(x);
        if (magnitude < 3) {
            double term = x;
            double sum = x;
            for (int n = 1; n < 60; n++) {
                term *= -x * x / n;
                sum += term / (2 * n + 1);
            }
            return 2 / Math.sqrt(Math.PI) * sum;
        }
        double fraction = 0;
        for (int n = 60; n > 0; n--) {
            fraction = n / 2.0 / (magnitude + fraction);
        }
        double tail = StrictMath.exp(-x * x) / Math.sqrt(Math.PI) / (magnitude + fraction);
        return Math.copySign(1 - tail, x);
    }

    private UnaryFunctions() {}
}
