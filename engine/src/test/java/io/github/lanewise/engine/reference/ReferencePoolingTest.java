package io.github.lanewise.engine.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.PoolGeometry;
import io.github.lanewise.engine.tensor.Shape;
import org.junit.jupiter.api.Test;

class ReferencePoolingTest {
    private static final Shape SQUARE = Shape.of(1, 3, 3, 1);
    private static final float[] NINE = {1, 2, 3, 4, 5, 6, 7, 8, 9};

    @Test
    void takesTheLargest() {
        assertThat(ReferencePooling.max(PoolGeometry.of(2, 1), SQUARE, NINE)).containsExactly(5, 6, 8, 9);
        assertThat(ReferencePooling.globalMax(SQUARE, NINE)).containsExactly(9);
    }

    @Test
    void paddingNeverWins() {
        PoolGeometry geometry = PoolGeometry.of(2, 2).withPadding(1);
        float[] negative = {-1, -2, -3, -4, -5, -6, -7, -8, -9};

        assertThat(ReferencePooling.max(geometry, SQUARE, negative)).containsExactly(-1, -2, -4, -5);
    }

    @Test
    void nanWinsAndZeroWinsOverNegativeZero() {
        Shape shape = Shape.of(1, 1, 2, 2);
        float[] result = ReferencePooling.globalMax(shape, new float[] {Float.NaN, -0f, 5, 0f});

        assertThat(result[0]).isNaN();
        assertThat(Float.floatToRawIntBits(result[1])).isZero();
    }

    @Test
    void averagesWithAndWithoutPadding() {
        PoolGeometry geometry = PoolGeometry.of(2, 2).withPadding(1);

        assertThat(ReferencePooling.average(geometry, true, SQUARE, NINE)).containsExactly(0.25f, 1.25f, 2.75f, 7);
        assertThat(ReferencePooling.average(geometry, false, SQUARE, NINE)).containsExactly(1, 2.5f, 5.5f, 7);
        assertThat(ReferencePooling.globalAverage(SQUARE, NINE)).containsExactly(5);
    }

    @Test
    void ceilModeNeverCountsWhatLiesBeyondThePadding() {
        PoolGeometry geometry = new PoolGeometry(2, 2, 2, 2, new Padding(0, 0, 0, 0), true);

        assertThat(ReferencePooling.max(geometry, SQUARE, NINE)).containsExactly(5, 6, 8, 9);
        assertThat(ReferencePooling.average(geometry, true, SQUARE, NINE)).containsExactly(3, 4.5f, 7.5f, 9);
    }

    @Test
    void channelsStayApart() {
        float[] input = {1, 10, 2, 20, 3, 30, 4, 40};

        assertThat(ReferencePooling.globalAverage(Shape.of(1, 2, 2, 2), input)).containsExactly(2.5f, 25);
        assertThat(ReferencePooling.globalMax(Shape.of(2, 1, 2, 2), input)).containsExactly(2, 20, 4, 40);
    }
}
