package io.github.lanewise.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolGeometryTest {

    @ParameterizedTest(name = "image {0}, kernel {1}, stride {2}, padding {3}: {4} windows, {5} in ceil mode")
    @CsvSource({
        "112, 3, 2, 1, 56, 57",
        "112, 3, 2, 0, 55, 56",
        "6, 2, 2, 0, 3, 3",
        "5, 2, 2, 0, 2, 3",
        "5, 2, 3, 1, 2, 2",
        "4, 1, 5, 0, 1, 1"
    })
    void outputSize(int image, int kernel, int stride, int padding, int windows, int ceilWindows) {
        PoolGeometry geometry = PoolGeometry.of(kernel, stride).withPadding(padding);

        assertThat(geometry.outputHeight(image)).isEqualTo(windows);
        assertThat(geometry.outputWidth(image)).isEqualTo(windows);
        assertThat(geometry.withCeilMode().outputHeight(image)).isEqualTo(ceilWindows);
    }

    @Test
    void keepsBatchAndChannels() {
        assertThat(PoolGeometry.of(2, 2).outputShape(Shape.of(3, 8, 6, 5))).isEqualTo(Shape.of(3, 4, 3, 5));
    }

    @Test
    void rejectsImagesWithoutAWindow() {
        assertThatThrownBy(() -> PoolGeometry.of(3, 1).outputHeight(2))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("height 2")
                .hasMessageContaining("3 x 3");
        assertThatThrownBy(() -> PoolGeometry.of(2, 1).withPadding(1).outputWidth(0))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("width 0");
        assertThatThrownBy(() -> PoolGeometry.of(2, 1).outputShape(Shape.of(8, 8)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("[8, 8]");
    }

    @Test
    void rejectsWhatIsNoPooling() {
        assertThatThrownBy(() -> PoolGeometry.of(2, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("stride 0");
        assertThatThrownBy(() -> PoolGeometry.of(2, 2).withPadding(2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("smaller than the kernel");
    }
}
