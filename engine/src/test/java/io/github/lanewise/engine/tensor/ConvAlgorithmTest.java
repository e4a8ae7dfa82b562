package io.github.lanewise.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvAlgorithmTest {

    /** Layers of residual networks as they were measured, and images too small for a tile. */
    @ParameterizedTest
    @CsvSource({
        "56, 64, 64, WINOGRAD_4X4",
        "28, 128, 128, WINOGRAD_4X4",
        "14, 256, 256, WINOGRAD_4X4",
        "7, 512, 512, WINOGRAD_2X2",
        "32, 16, 16, WINOGRAD_4X4",
        "8, 64, 64, WINOGRAD_4X4",
        "2, 64, 64, DIRECT",
        "1, 512, 512, DIRECT",
        "56, 64, 8, DIRECT",
        "56, 3, 64, DIRECT"
    })
    void followsFromTheLayer(int size, int inChannels, int outChannels, ConvAlgorithm expected) {
        ConvGeometry geometry = ConvGeometry.of(inChannels, outChannels, 3).withSamePadding();

        assertThat(ConvAlgorithm.fastest(geometry, size, size)).isEqualTo(expected);
    }

    @Test
    void strideIsDirect() {
        ConvGeometry geometry = ConvGeometry.of(64, 64, 3).withSamePadding().withStride(2);

        assertThat(ConvAlgorithm.fastest(geometry, 56, 56)).isEqualTo(ConvAlgorithm.DIRECT);
    }

    @Test
    void imagesThatAreTooSmallAreRefused() {
        assertThatThrownBy(() -> ConvAlgorithm.fastest(ConvGeometry.of(64, 64, 3), 2, 9))
                .isInstanceOf(ShapeException.class);
    }
}
