package io.github.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.engine.tensor.ResizeGeometry;
import io.github.lanewise.engine.tensor.ResizeGeometry.Coordinates;
import io.github.lanewise.engine.tensor.ResizeGeometry.Method;
import io.github.lanewise.engine.tensor.ResizeGeometry.Rounding;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Small cases that can be worked out by hand. */
class ResizeTest {
    private static final Tensor FOUR = Tensor.of(new float[] {1, 2, 3, 4}, 1, 1, 4, 1);

    @Test
    void halfPixelsLieBetween() {
        assertThat(widened(Method.LINEAR, Coordinates.HALF_PIXEL, Rounding.FLOOR, 2, 8))
                .containsExactly(1, 1.25f, 1.75f, 2.25f, 2.75f, 3.25f, 3.75f, 4);
    }

    @Test
    void alignedCornersStayAtTheCorners() {
        assertThat(widened(Method.LINEAR, Coordinates.ALIGN_CORNERS, Rounding.FLOOR, 7 / 4.0, 7))
                .containsExactly(1, 1.5f, 2, 2.5f, 3, 3.5f, 4);
    }

    /** The extent of the output enters as a fraction where the scale makes it one. */
    @Test
    void alignedCornersOfAScaledExtent() {
        float[] result = widened(Method.LINEAR, Coordinates.ALIGN_CORNERS, Rounding.FLOOR, 0.6, 2);
        assertThat(result[1]).isCloseTo(22 / 7f, within(1e-6f));
    }

    /** 50,000 times 59,999 is no int. */
    @Test
    void alignedCornersOfALargeImage() {
        ResizeGeometry geometry = new ResizeGeometry(Method.LINEAR, Coordinates.ALIGN_CORNERS, Rounding.FLOOR, 1, 1);
        assertThat(geometry.sourceColumn(50_000, 60_000, 60_000)).isEqualTo(50_000);
    }

    @Test
    void roundsBetweenTwoAsTold() {
        Coordinates asymmetric = Coordinates.ASYMMETRIC;
        assertThat(widened(Method.NEAREST, asymmetric, Rounding.ROUND_PREFER_FLOOR, 2, 8))
                .containsExactly(1, 1, 2, 2, 3, 3, 4, 4);
        assertThat(widened(Method.NEAREST, asymmetric, Rounding.ROUND_PREFER_CEIL, 2, 8))
                .containsExactly(1, 2, 2, 3, 3, 4, 4, 4);
        assertThat(widened(Method.NEAREST, asymmetric, Rounding.CEIL, 2, 8)).containsExactly(1, 2, 2, 3, 3, 4, 4, 4);
        assertThat(widened(Method.NEAREST, asymmetric, Rounding.FLOOR, 0.5, 2)).containsExactly(1, 3);
    }

    @Test
    void onePixelIsTakenFromTheFirstWithPyTorch() {
        assertThat(widened(Method.LINEAR, Coordinates.PYTORCH_HALF_PIXEL, Rounding.FLOOR, 0.25, 1))
                .containsExactly(1);
        assertThat(widened(Method.LINEAR, Coordinates.HALF_PIXEL, Rounding.FLOOR, 0.25, 1))
                .containsExactly(2.5f);
    }

    @Test
    void shapesAreChecked() {
        ResizeGeometry geometry = new ResizeGeometry(Method.NEAREST, Coordinates.HALF_PIXEL, Rounding.FLOOR, 1, 1);
        Tensor other = Tensor.of(new float[4], 1, 2, 1, 2);
        assertThatThrownBy(() -> Resize.run(geometry, FOUR, other, Workers.single()))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("[1, 1, 4, 1]")
                .hasMessageContaining("[1, 2, 1, 2]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ResizeGeometry(Method.LINEAR, Coordinates.ASYMMETRIC, Rounding.FLOOR, 0, 1))
                .withMessageContaining("0.0");
    }

    private static float[] widened(Method method, Coordinates coordinates, Rounding rounding, double scale, int width) {
        Tensor y = Tensor.of(new float[width], 1, 1, width, 1);
        Resize.run(new ResizeGeometry(method, coordinates, rounding, 1, scale), FOUR, y, Workers.single());
        return y.toArray();
    }
}
