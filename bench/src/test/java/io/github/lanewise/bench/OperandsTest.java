package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.engine.reference.DoubleSums;
import io.github.lanewise.engine.reference.ReferenceGemm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperandsTest {

    private static final DoubleSums THREE = ReferenceGemm.float64(
            false, false, 1, 1, 2, 1, new float[] {1, 2}, 0, 2, new float[] {1, 1}, 0, 1, 0, new float[0], 0, 1);

    @Test
    void resultsWithinTheBoundAreAccepted() {
        assertThatNoException().isThrownBy(() -> Operands.requireClose("c", Math.nextUp(3f), THREE, 0, 2));
    }

    @ParameterizedTest
    @ValueSource(floats = {3.00001f, Float.NaN, Float.POSITIVE_INFINITY})
    void otherResultsAreNamedWithTheirPlace(float wrong) {
        assertThatThrownBy(() -> Operands.requireClose("c at [0, 0]", wrong, THREE, 0, 2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("c at [0, 0]", "3.0", Float.toString(wrong));
    }

    @Test
    void sampleIsEvenAndHasBothEnds() {
        assertThat(Sample.spread(9, Sample.LIMIT / 3)).containsExactly(0, 4, 8);
        assertThat(Sample.spread(5, 1)).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void sampleOfCostlyIndicesHasTwo() {
        assertThat(Sample.spread(9, Long.MAX_VALUE)).containsExactly(0, 8);
        assertThat(Sample.spread(1, Long.MAX_VALUE)).containsExactly(0);
    }
}
