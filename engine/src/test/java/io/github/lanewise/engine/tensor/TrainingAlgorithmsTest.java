package io.github.lanewise.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.engine.TrainableConvolution;
import org.junit.jupiter.api.Test;

class TrainingAlgorithmsTest {
    private static final ConvGeometry SAME = ConvGeometry.of(16, 32, 3).withSamePadding();

    @Test
    void everyPassTakesTheFastest() {
        TrainingAlgorithms algorithms = TrainingAlgorithms.fastest(SAME, 32, 32);

        assertThat(algorithms.forward()).isEqualTo(ConvAlgorithm.fastest(SAME, 32, 32));
        assertThat(algorithms.inputGradient()).isEqualTo(ConvAlgorithm.WINOGRAD_4X4);
        assertThat(algorithms.weightGradient()).isEqualTo(ConvAlgorithm.WINOGRAD_4X4);
        assertThat(algorithms.fits(SAME)).isTrue();
    }

    /** A padding wider than the kernel leaves out outputs that only see zeros. */
    @Test
    void whatHasNoAdjointIsDifferentiatedDirectly() {
        ConvGeometry wide = SAME.withPadding(3);

        assertThat(wide.hasAdjoint()).isFalse();
        assertThat(TrainingAlgorithms.fastest(wide, 32, 32))
                .isEqualTo(new TrainingAlgorithms(
                        ConvAlgorithm.WINOGRAD_4X4, ConvAlgorithm.DIRECT, ConvAlgorithm.WINOGRAD_4X4));
        assertThat(TrainingAlgorithms.fastest(SAME.withStride(2), 32, 32)).isEqualTo(TrainingAlgorithms.DIRECT);
    }

    @Test
    void algorithmsThatDoNotFitAreRefused() {
        ConvGeometry few = ConvGeometry.of(16, 3, 3);
        TrainingAlgorithms winograd =
                new TrainingAlgorithms(ConvAlgorithm.WINOGRAD_4X4, ConvAlgorithm.WINOGRAD_4X4, ConvAlgorithm.DIRECT);

        assertThat(TrainingAlgorithms.DIRECT.fits(few)).isTrue();
        assertThat(winograd.fits(few)).isFalse();
        assertThat(new TrainingAlgorithms(
                                ConvAlgorithm.WINOGRAD_4X4, ConvAlgorithm.WINOGRAD_4X4, ConvAlgorithm.WINOGRAD_2X2)
                        .fits(SAME))
                .isFalse();
        assertThatThrownBy(() -> TrainableConvolution.of(few, winograd))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("WINOGRAD_4X4", "fits");
    }

    @Test
    void theAdjointLeadsBack() {
        ConvGeometry geometry = new ConvGeometry(4, 6, 3, 2, 1, 1, new Padding(1, 0, 2, 1), 2, 3, 2);
        Shape x = Shape.of(5, 9, 8, 4);

        assertThat(geometry.adjoint().outputShape(geometry.outputShape(x))).isEqualTo(x);
        assertThat(geometry.adjoint().adjoint()).isEqualTo(geometry);
        assertThatThrownBy(geometry.withStride(2)::adjoint).isInstanceOf(IllegalStateException.class);
    }
}
