package io.github.lanewise.engine.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.tensor.Activation;
import io.github.lanewise.engine.tensor.ConvGeometry;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import org.junit.jupiter.api.Test;

class ReferenceConvolutionTest {
    private static final Shape SQUARE = Shape.of(1, 3, 3, 1);
    private static final float[] NINE = {1, 2, 3, 4, 5, 6, 7, 8, 9};

    @Test
    void correlatesWithoutMirroringTheKernel() {
        float[] output = run(ConvGeometry.of(1, 1, 2), new float[] {1, 0, 0, 10});

        assertThat(output).containsExactly(51, 62, 84, 95);
    }

    @Test
    void pads() {
        ConvGeometry geometry = ConvGeometry.of(1, 1, 2).withPadding(new Padding(1, 0, 0, 1));

        assertThat(run(geometry, new float[] {1, 10, 100, 1000}))
                .containsExactly(2100, 3200, 300, 5421, 6532, 603, 8754, 9865, 906);
    }

    @Test
    void stridesAndDilates() {
        ConvGeometry geometry =
                ConvGeometry.of(1, 1, 2).withPadding(1).withStride(2).withDilation(2);

        assertThat(run(geometry, new float[] {1, 10, 100, 1000})).containsExactly(5000, 500, 50, 5);
    }

    @Test
    void groupsSeeTheirOwnChannels() {
        ConvGeometry geometry = ConvGeometry.of(4, 2, 1).withGroups(2);
        float[] output = ReferenceConvolution.run(
                geometry,
                Shape.of(1, 1, 1, 4),
                new float[] {1, 2, 3, 4},
                new float[] {1, 10, 100, 1000},
                null,
                null,
                Activation.IDENTITY);

        assertThat(output).containsExactly(21, 4300);
    }

    @Test
    void addsBiasThenResidualThenActivates() {
        float[] output = ReferenceConvolution.run(
                ConvGeometry.of(1, 2, 3),
                SQUARE,
                NINE,
                new float[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1},
                new float[] {-2, 0x1p25f},
                new float[] {0.5f, 1},
                Activation.RELU);

        assertThat(output).containsExactly(0, 0x1p25f + 8);
    }

    @Test
    void tapsInThePaddingAreNotSkipped() {
        ConvGeometry geometry = ConvGeometry.of(1, 1, 3).withPadding(1);
        float[] weights = {Float.POSITIVE_INFINITY, 0, 0, 0, 1, 0, 0, 0, 0};

        assertThat(run(geometry, weights)[0]).isNaN();
        assertThat(run(geometry, weights)[8]).isEqualTo(Float.POSITIVE_INFINITY);
    }

    private static float[] run(ConvGeometry geometry, float[] weights) {
        return ReferenceConvolution.run(geometry, SQUARE, NINE, weights, null, null, Activation.IDENTITY);
    }
}
