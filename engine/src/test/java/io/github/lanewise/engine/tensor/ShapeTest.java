package io.github.lanewise.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ShapeTest {
    private static final int MAX = Integer.MAX_VALUE;

    @Test
    void knowsItsDimensions() {
        Shape shape = Shape.of(1, 32, 16, 3);

        assertThat(shape.rank()).isEqualTo(4);
        assertThat(shape.dimension(2)).isEqualTo(16);
        assertThat(shape.elements()).isEqualTo(1536);
        assertThat(shape.toArray()).containsExactly(1, 32, 16, 3);
        assertThat(shape).hasToString("[1, 32, 16, 3]");
    }

    @Test
    void equalsByDimensions() {
        assertThat(Shape.of(2, 3)).isEqualTo(Shape.of(2, 3)).hasSameHashCodeAs(Shape.of(2, 3));
        assertThat(Shape.of(2, 3)).isNotEqualTo(Shape.of(3, 2)).isNotEqualTo(Shape.of(2, 3, 1));
    }

    @Test
    void sharesNoArrayWithItsCaller() {
        int[] dimensions = {2, 3};
        Shape shape = Shape.of(dimensions);
        dimensions[0] = 7;
        shape.toArray()[1] = 7;

        assertThat(shape).isEqualTo(Shape.of(2, 3));
    }

    @Test
    void scalarHasOneElementAndAnEmptyAxisNone() {
        assertThat(Shape.of().elements()).isEqualTo(1);
        assertThat(Shape.of(5, 0, 3).elements()).isZero();
        assertThat(Shape.of(MAX, 0, MAX).elements()).isZero();
    }

    @Test
    void countsElementsBeyondInt() {
        assertThat(Shape.of(MAX, MAX).elements()).isEqualTo((long) MAX * MAX);
    }

    @Test
    void rejectsWhatIsNoShape() {
        assertThatThrownBy(() -> Shape.of(2, -1))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("[2, -1]");
        assertThatThrownBy(() -> Shape.of(MAX, MAX, 3))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("[2147483647, 2147483647, 3]");
        assertThatThrownBy(() -> Shape.of(1, 1, 1, 1, 1, 1, 1, 1, 1))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("8 dimensions");
    }
}
