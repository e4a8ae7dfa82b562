package io.github.lanewise.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PaddingTest {

    @Test
    void namesItsSides() {
        assertThat(Padding.of(2)).isEqualTo(new Padding(2, 2, 2, 2));
        assertThat(Padding.of(1, 3)).isEqualTo(new Padding(1, 3, 1, 3));
        assertThat(Padding.NONE.isNone()).isTrue();
        assertThat(new Padding(0, 0, 0, 1).isNone()).isFalse();
    }

    @Test
    void maxIsTheSmallestThatCoversBoth() {
        Padding a = new Padding(1, 0, 2, 0);
        Padding b = new Padding(0, 3, 1, 0);

        assertThat(a.max(b)).isEqualTo(new Padding(1, 3, 2, 0));
        assertThat(a.max(b).covers(a)).isTrue();
        assertThat(a.max(b).covers(b)).isTrue();
        assertThat(a.covers(b)).isFalse();
    }

    @Test
    void rejectsNegativeSides() {
        assertThatThrownBy(() -> new Padding(0, 0, -1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bottom -1");
    }
}
