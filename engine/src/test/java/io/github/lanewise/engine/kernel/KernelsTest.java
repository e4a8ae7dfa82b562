package io.github.lanewise.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.kernel.scalar.ScalarKernels;
import org.junit.jupiter.api.Test;

/** Which tier serves under which flags is shown in {@code SameBitsTest}. */
class KernelsTest {

    @Test
    void chooseOnceAndSayWhy() {
        KernelSet kernels = Kernels.current();
        assertThat(Kernels.current()).isSameAs(kernels);
        assertThat(Kernels.reason()).isNotBlank();
    }

    @Test
    void vectorsAreWideOnTheSimdTierOnly() {
        KernelSet kernels = Kernels.current();
        if (kernels instanceof ScalarKernels) {
            assertThat(kernels.vectorBits()).isEqualTo(Float.SIZE);
        } else {
            assertThat(kernels.vectorBits()).isIn(64, 128, 256, 512, 1024, 2048);
        }
    }

    @Test
    void cacheSizesArePlausible() {
        CacheSizes caches = CacheSizes.detected();
        assertThat(caches.l1()).isBetween(4L << 10, 1L << 20);
        assertThat(caches.l2()).isBetween(caches.l1(), 1L << 28);
        assertThat(caches.l3()).isBetween(64L << 10, 1L << 34);
    }

    @Test
    void flagsOfTheVirtualMachineAreRead() {
        assertThat(HotSpotFlags.value("NoSuchFlag")).isNull();
        assertThat(HotSpotFlags.number("NoSuchFlag", 7)).isEqualTo(7);
        assertThat(HotSpotFlags.enabled("NoSuchFlag", true)).isTrue();
        assertThat(HotSpotFlags.number("TieredStopAtLevel", -1)).isBetween(0, 4);
    }
}
