package io.github.lanewise.engine.conv;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.kernel.KernelSet;
import io.github.lanewise.engine.kernel.Kernels;
import io.github.lanewise.engine.kernel.scalar.ScalarKernels;
import io.github.lanewise.engine.tensor.ConvGeometry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GradientCallTest {
    private static final int MANY_CHAINS = 1 << 20;

    /** Slices are joined in float64, so their number decides about bits; register tiles differ between tiers and widths. */
    @ParameterizedTest
    @CsvSource({"16, 16, 16, 16", "16, 48, 16, 16", "48, 16, 16, 16", "64, 32, 16, 4", "64, 64, 8, 2", "256, 256, 1, 1"
    })
    void slicesFollowFromTheChannelsAndNotFromTheRegisterTile(
            int inChannels, int outChannels, int direct, int winograd) {
        ConvGeometry geometry = ConvGeometry.of(inChannels, outChannels, 3).withSamePadding();
        for (KernelSet kernels : new KernelSet[] {Kernels.current(), new ScalarKernels()}) {
            assertThat(new WeightGradientCall(geometry, kernels.pixels()).slices(MANY_CHAINS))
                    .isEqualTo(direct);
            assertThat(new WinogradGradientCall(geometry, kernels).slices(MANY_CHAINS))
                    .isEqualTo(winograd);
        }
    }
}
