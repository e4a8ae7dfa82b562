package io.github.lanewise.engine.kernel;

/**
 * The exponential function and its relatives for one float32, by products and sums in one fixed order that both tiers
 * share; without fused multiply-adds, so that processors that lack them give the same bits.
 *
 * <p>{@code x = n ln 2 + r} with {@code |r| <= ln 2 / 2} (Cody and Waite, "Software Manual for the Elementary Functions",
 * 1980, chapter 6), then {@code exp(x) = 2ⁿ (1 + expm1(r))} and {@code expm1(r) ≈ r + r² (c₂ + … + c₆ r⁴)}, the minimax
 * polynomial for its relative error. Off by at most 1.1 ulp (exp), 2.5 ulp (sigmoid) and 2.6 ulp (tanh), denormal results included.
 */
public final class Exponentials {

    /** Below it exp is 0 in float32. */
    public static final float LOWEST = -104;

    /** Above it exp is infinite in float32. */
    public static final float LARGEST = 89;

    /** Above it tanh is 1 in float32. */
    public static final float TANH_SATURATED = 10;

    /** Below it e^x - 1 is -1 in float32. */
    public static final float EXPM1_LOWEST = -20;

    public static final float LOG2_E = 1.442695f;

    /** The leading 9 bits of ln 2: its products with n are exact. */
    public static final float LN2_HIGH = 0.6933594f;

    public static final float LN2_LOW = -2.1219444e-4f;

    /** 1.5 · 2²³: a small number added to it is rounded to an integer, which its low bits then hold. */
    public static final float MAGIC = 0x1.8p23f;

    public static final int MAGIC_BITS = 0x4B400000;
    public static final int EXPONENT_BIAS = 127;
    public static final int EXPONENT_SHIFT = 23;

    public static final float C2 = 0.5f;
    public static final float C3 = 0x1.5554b6p-3f;
    public static final float C4 = 0x1.5555acp-5f;
    public static final float C5 = 0x1.122402p-7f;
    public static final float C6 = 0x1.6c6406p-10f;

    /** {@code e^x}. */
    public static float exp(float x) {
        float limited = x < LOWEST ? LOWEST : x > LARGEST ? LARGEST : x;
        float shifted = limited * LOG2_E + MAGIC;
        int n = Float.floatToRawIntBits(shifted) - MAGIC_BITS;
        int half = n >> 1;
        float mantissa = 1 + expm1Reduced(reduced(limited, shifted - MAGIC));
        return mantissa * powerOfTwo(half) * powerOfTwo(n - half);
    }

    /** {@code 1 / (1 + e^-x)}, computed from {@code e^-|x|}. */
    public static float sigmoid(float x) {
        float exp = exp(-Math.abs(x));
        return (x < 0 ? exp : 1) / (1 + exp);
    }

    /** {@code expm1(2|x|) / (expm1(2|x|) + 2)} with the sign of x, -0 included. */
    public static float tanh(float x) {
        float magnitude = Math.abs(x);
        float doubled = 2 * (magnitude > TANH_SATURATED ? TANH_SATURATED : magnitude);
        float shifted = doubled * LOG2_E + MAGIC;
        float power = powerOfTwo(Float.floatToRawIntBits(shifted) - MAGIC_BITS);
        float expm1 = expm1Reduced(reduced(doubled, shifted - MAGIC)) * power + (power - 1);
        return Math.copySign(expm1 / (expm1 + 2), x);
    }

    /** {@code e^x - 1} for x of at most 0. */
    public static float expm1(float x) {
        float limited = x < EXPM1_LOWEST ? EXPM1_LOWEST : x;
        float shifted = limited * LOG2_E + MAGIC;
        float power = powerOfTwo(Float.floatToRawIntBits(shifted) - MAGIC_BITS);
        return expm1Reduced(reduced(limited, shifted - MAGIC)) * power + (power - 1);
    }

    private static float reduced(float x, float n) {
        return x - n * LN2_HIGH - n * LN2_LOW;
    }

    private static float expm1Reduced(float r) {
        return ((((C6 * r + C5) * r + C4) * r + C3) * r + C2) * (r * r) + r;
    }

    private static float powerOfTwo(int n) {
        return Float.intBitsToFloat((n + EXPONENT_BIAS) << EXPONENT_SHIFT);
    }

    private Exponentials() {}
}
