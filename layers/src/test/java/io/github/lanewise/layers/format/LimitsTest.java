package io.github.lanewise.layers.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class LimitsTest {
    @Test
    void eachVariantChangesItsOwnLimit() {
        Limits changed = Limits.DEFAULT
                .withHeaderBytes(1)
                .withFileBytes(2)
                .withItems(3)
                .withRank(4)
                .withTensorBytes(5)
                .withWeightBytes(6)
                .withActivationBytes(7)
                .withStringLength(8);
        assertThat(changed).isEqualTo(new Limits(1, 2, 3, 4, 5, 6, 7, 8));
    }

    @Test
    void aLimitHasAMaximumOfItsOwn() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Limits.DEFAULT.withHeaderBytes(100_000_001))
                .withMessage("headerBytes must be in 0..100000000, got 100000001");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Limits.DEFAULT.withRank(9))
                .withMessage("rank must be in 0..8, got 9");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Limits.DEFAULT.withWeightBytes(-1))
                .withMessageContaining("weightBytes");
    }
}
