package io.github.lanewise.engine.kernel.scalar;

import io.github.lanewise.engine.kernel.HotSpotFlags;

/**
 * {@code a * b + c}, rounded once where the processor can. Without the instruction {@link Math#fma} is computed with
 * {@code BigDecimal}, thousands of times slower, so there the product is rounded too: the one tier whose bits differ.
 */
final class ScalarFma {

    static final boolean FUSED = HotSpotFlags.enabled("UseFMA", true);

    static float fma(float a, float b, float c) {
        return FUSED ? Math.fma(a, b, c) : a * b + c;
    }

    private ScalarFma() {}
}
