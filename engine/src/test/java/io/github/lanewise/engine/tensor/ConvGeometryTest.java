package io.github.lanewise.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvGeometryTest {

    @ParameterizedTest(name = "image {0}, kernel {1}, stride {2}, padding {3}, dilation {4}: output {5}")
    @CsvSource({
        "224, 7, 2, 3, 1, 112",
        "56, 3, 1, 1, 1, 56",
        "56, 3, 2, 1, 1, 28",
        "56, 1, 2, 0, 1, 28",
        "7, 7, 1, 0, 1, 1",
        "7, 3, 1, 0, 3, 1",
        "9, 3, 4, 2, 2, 3",
        "1, 3, 11, 1, 1, 1"
    })
    void outputSize(int image, int kernel, int stride, int padding, int dilation, int output) {
        ConvGeometry geometry = ConvGeometry.of(3, 8, kernel)
                .withStride(stride)
                .withPadding(padding)
                .withDilation(dilation);

        assertThat(geometry.outputShape(Shape.of(2, image, image, 3))).isEqualTo(Shape.of(2, output, output, 8));
    }

    @Test
    void rowsAndColumnsAreIndependent() {
        ConvGeometry geometry = new ConvGeometry(1, 1, 2, 3, 1, 2, new Padding(0, 1, 3, 0), 2, 1, 1);

        assertThat(geometry.outputHeight(4)).isEqualTo(5);
        assertThat(geometry.outputWidth(6)).isEqualTo(3);
    }

    @Test
    void samePaddingPutsTheLargerHalfBelowAndToTheRight() {
        assertThat(ConvGeometry.of(1, 1, 3).withSamePadding().padding()).isEqualTo(Padding.of(1));
        assertThat(ConvGeometry.of(1, 1, 3).withDilation(2).withSamePadding().padding())
                .isEqualTo(Padding.of(2));
        assertThat(ConvGeometry.of(1, 1, 4).withSamePadding().padding()).isEqualTo(new Padding(1, 1, 2, 2));
    }

    @Test
    void recognisesPointwiseAndDepthwise() {
        assertThat(ConvGeometry.of(8, 16, 1).withStride(2).isPointwise()).isTrue();
        assertThat(ConvGeometry.of(8, 8, 1).withGroups(2).isPointwise()).isFalse();
        assertThat(ConvGeometry.of(8, 16, 3).isPointwise()).isFalse();
        assertThat(ConvGeometry.of(8, 8, 3).withGroups(8).isDepthwise()).isTrue();
        assertThat(ConvGeometry.of(8, 16, 3).withGroups(8).isDepthwise()).isFalse();
        assertThat(ConvGeometry.of(1, 1, 3).isDepthwise()).isFalse();
    }

    @Test
    void countsWeightsAndMultiplyAdds() {
        ConvGeometry geometry = ConvGeometry.of(64, 128, 3).withPadding(1).withGroups(2);

        assertThat(geometry.weightShape()).isEqualTo(Shape.of(128, 3, 3, 32));
        assertThat(geometry.multiplyAdds(Shape.of(1, 56, 56, 64))).isEqualTo(56L * 56 * 128 * 3 * 3 * 32);
    }

    @Test
    void shapeErrorsNameBothShapes() {
        ConvGeometry geometry = ConvGeometry.of(3, 16, 3).withPadding(1);

        assertThatThrownBy(() -> geometry.outputShape(Shape.of(1, 32, 32, 4)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("[16, 3, 3, 3]")
                .hasMessageContaining("[1, 32, 32, 4]");
        assertThatThrownBy(() -> geometry.outputShape(Shape.of(32, 3))).isInstanceOf(ShapeException.class);
    }

    @Test
    void rejectsImagesSmallerThanTheKernel() {
        ConvGeometry geometry = ConvGeometry.of(3, 16, 5).withPadding(1);

        assertThat(geometry.outputHeight(3)).isEqualTo(1);
        assertThatThrownBy(() -> geometry.outputHeight(2))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("height 2")
                .hasMessageContaining("[16, 5, 5, 3]");
    }

    @Test
    void rejectsWhatIsNoConvolution() {
        assertThatThrownBy(() -> ConvGeometry.of(3, 0, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("outChannels")
                .hasMessageContaining("0");
        assertThatThrownBy(() -> ConvGeometry.of(3, 3, 3).withStride(0)).hasMessageContaining("strideHeight");
        assertThatThrownBy(() -> ConvGeometry.of(6, 4, 3).withGroups(3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 groups");
    }
}
