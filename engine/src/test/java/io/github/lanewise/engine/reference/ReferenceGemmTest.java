package io.github.lanewise.engine.reference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReferenceGemmTest {
    private static final float[] A = {1, 2, 3, 4, 5, 6}; // [2, 3]
    private static final float[] B = {1, 0, 2, 1, 0, 3}; // [3, 2]
    private static final float[] AB = {5, 11, 14, 23};

    @Test
    void multipliesByHand() {
        float[] c = {Float.NaN, 1, 1, Float.NaN};
        ReferenceGemm.sgemm(false, false, 2, 2, 3, 1, A, 0, 3, B, 0, 2, 0, c, 0, 2);

        assertThat(c).containsExactly(AB);
    }

    @Test
    void transposes() {
        float[] aTransposed = {1, 4, 2, 5, 3, 6};
        float[] bTransposed = {1, 2, 0, 0, 1, 3};
        float[] c = new float[4];
        ReferenceGemm.sgemm(true, true, 2, 2, 3, 1, aTransposed, 0, 2, bTransposed, 0, 3, 0, c, 0, 2);

        assertThat(c).containsExactly(AB);
    }

    @Test
    void scalesAndAddsWithinLargerArrays() {
        float[] a = {9, 1, 2, 3, 9, 4, 5, 6};
        float[] b = {9, 9, 1, 0, 9, 2, 1, 9, 0, 3};
        float[] c = {7, 1, 1, 7, 1, 1};
        ReferenceGemm.sgemm(false, false, 2, 2, 3, 2, a, 1, 4, b, 2, 3, -1, c, 1, 3);

        assertThat(c).containsExactly(7, 9, 21, 7, 27, 45);
    }

    @Test
    void float64KeepsSumsAndMagnitudesApart() {
        float[] c = {8};
        DoubleSums sums = ReferenceGemm.float64(
                false, false, 1, 1, 3, -1, new float[] {1, 2, 3}, 0, 3, new float[] {1, -2, 1}, 0, 1, 0.5f, c, 0, 1);

        assertThat(sums.elements()).isEqualTo(1);
        assertThat(sums.sum(0)).isEqualTo(4);
        assertThat(sums.magnitude(0)).isEqualTo(12);
        assertThat(c).containsExactly(8);
    }

    @Test
    void chainRoundsOncePerProduct() {
        float x = 1 + 0x1p-12f;
        float[] c = {-1 - 0x1p-11f};
        FmaChainGemm.sgemm(false, false, 1, 1, 1, 1, new float[] {x}, 0, 1, new float[] {x}, 0, 1, 1, c, 0, 1);

        assertThat(c).containsExactly(0x1p-24f);
    }

    @Test
    void chainBeginsAtTheScaledOldValue() {
        float[] c = {0.1f};
        FmaChainGemm.sgemm(false, false, 1, 1, 1, 0.7f, new float[] {0.3f}, 0, 1, new float[] {3}, 0, 1, 0.9f, c, 0, 1);

        assertThat(c).containsExactly(Math.fma(0.7f * 0.3f, 3f, 0.9f * 0.1f));
    }

    @Test
    void chainReadsNothingThatIsMultipliedByZero() {
        float[] nan = {Float.NaN};
        float[] c = {Float.NaN};
        FmaChainGemm.sgemm(false, false, 1, 1, 1, 0, nan, 0, 1, nan, 0, 1, 0, c, 0, 1);

        assertThat(c).containsExactly(0);
    }
}
