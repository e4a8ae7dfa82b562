package io.github.lanewise.engine.kernel;

import io.github.lanewise.engine.tensor.UnaryOperation;

/**
 * Every {@link UnaryOperation} for one float32, by operations in one fixed order that both tiers share, without fused
 * multiply-adds.
 *
 * <p>Minimax polynomials for the relative error: erf(x) / x in x² below {@link #ERF_LIMIT}; {@code e^(x²) erfc(x) / t} in
 * {@code t = 1 / (1 + 0.4 x)} above it (the form of Hastings, "Approximations for Digital Computers", 1955);
 * {@code (ln(1 + x) - 2s) / s³} in s² with {@code s = x / (2 + x)}. erf and tanh are put in terms that do not cancel: GELU
 * for negative x by erfc or by the logistic function.
 */
public final class UnaryFunctions {

    /** Between the two approximations of erf. */
    public static final float ERF_LIMIT = 0.875f;

    /** Above it tanh(ln(1 + e^x)) is 1 in float32. */
    public static final float MISH_SATURATED = 20;

    public static final float SQRT_HALF = 0.70710677f;

    /** 2 √(2 / π). */
    public static final float GELU_LINEAR = 1.595769f;

    /** 2 √(2 / π) · 0.044715. */
    public static final float GELU_CUBIC = 0.07135482f;

    public static final float ERF0 = 0x1.20dd74p+0f;
    public static final float ERF1 = -0x1.8126fap-2f;
    public static final float ERF2 = 0x1.ce1dd2p-4f;
    public static final float ERF3 = -0x1.b6beep-6f;
    public static final float ERF4 = 0x1.4876c6p-8f;
    public static final float ERF5 = -0x1.3f4f66p-11f;

    public static final float ERFC_SCALE = 0.4f;
    public static final float ERFC0 = 0x1.ce16ep-3f;
    public static final float ERFC1 = 0x1.d02f6p-3f;
    public static final float ERFC2 = 0x1.979cap-3f;
    public static final float ERFC3 = 0x1.b2b7e4p-3f;
    public static final float ERFC4 = 0x1.3b287cp-7f;
    public static final float ERFC5 = 0x1.f06fb8p-3f;
    public static final float ERFC6 = -0x1.da6e74p-4f;

    public static final float LOG1P0 = 0x1.55554cp-1f;
    public static final float LOG1P1 = 0x1.99aep-2f;
    public static final float LOG1P2 = 0x1.2116a2p-2f;
    public static final float LOG1P3 = 0x1.13499ep-2f;

    public static float apply(UnaryOperation operation, float x) {
        float a = operation.alpha();
        float b = operation.beta();
        return switch (operation.function()) {
            case CLIP -> x < a ? a : x > b ? b : x;
            case LEAKY_RELU -> x < 0 ? a * x : x;
            case THRESHOLDED_RELU -> x <= a ? 0 : x;
            case ELU -> x < 0 ? a * Exponentials.expm1(x) : b * x;
            case CELU -> x < 0 ? a * Exponentials.expm1(x / a) : x;
            case SIGMOID -> Exponentials.sigmoid(x);
            case SILU -> x * Exponentials.sigmoid(x);
            case HARD_SIGMOID -> unitInterval(a * x + b);
            case HARD_SWISH -> x * unitInterval(x / 6 + 0.5f);
            case TANH -> Exponentials.tanh(x);
            case SOFTSIGN -> x / (1 + Math.abs(x));
            case SOFTPLUS -> (x < 0 ? 0 : x) + log1p(Exponentials.exp(-Math.abs(x)));
            case MISH -> mish(x);
            case GELU -> gelu(x);
            case GELU_TANH -> x * Exponentials.sigmoid(x * (x * x * GELU_CUBIC + GELU_LINEAR));
            case ERF -> erf(x);
            case EXP -> Exponentials.exp(x);
            case LOG -> (float) StrictMath.log(x);
            case SQRT -> (float) Math.sqrt(x);
            case ABS -> Math.abs(x);
            case NEGATE -> -x;
            case RECIPROCAL -> 1 / x;
            case FLOOR -> (float) Math.floor(x);
            case CEIL -> (float) Math.ceil(x);
            case TRUNCATE -> (float) (x < 0 ? Math.ceil(x) : Math.floor(x)) + 0f; // -0 is no whole number
        };
    }

    private static float unitInterval(float x) {
        return x < 0 ? 0 : x > 1 ? 1 : x;
    }

    /** {@code x w / (w + 2)} with {@code w = e^x (e^x + 2)}. */
    private static float mish(float x) {
        float exp = Exponentials.exp(x > MISH_SATURATED ? MISH_SATURATED : x);
        float w = exp * (exp + 2);
        return x * (w / (w + 2));
    }

    private static float gelu(float x) {
        float scaled = x * SQRT_HALF;
        float magnitude = Math.abs(scaled);
        if (magnitude < ERF_LIMIT) {
            return 0.5f * x * (1 + scaled * erfRatio(scaled * scaled));
        }
        float tail = 0.5f * erfc(magnitude);
        return x * (x < 0 ? tail : 1 - tail);
    }

    private static float erf(float x) {
        float magnitude = Math.abs(x);
        return magnitude < ERF_LIMIT ? x * erfRatio(x * x) : Math.copySign(1 - erfc(magnitude), x);
    }

    private static float erfRatio(float square) {
        return ((((ERF5 * square + ERF4) * square + ERF3) * square + ERF2) * square + ERF1) * square + ERF0;
    }

    /** For x of at least {@link #ERF_LIMIT}. */
    private static float erfc(float x) {
        float t = 1 / (1 + ERFC_SCALE * x);
        float ratio = (((((ERFC6 * t + ERFC5) * t + ERFC4) * t + ERFC3) * t + ERFC2) * t + ERFC1) * t + ERFC0;
        return Exponentials.exp(-(x * x)) * (ratio * t);
    }

    /** {@code ln(1 + x)} for x in [0, 1]. */
    private static float log1p(float x) {
        float s = x / (2 + x);
        float square = s * s;
        float ratio = ((LOG1P3 * square + LOG1P2) * square + LOG1P1) * square + LOG1P0;
        return 2 * s + s * square * ratio;
    }

    private UnaryFunctions() {}
}
