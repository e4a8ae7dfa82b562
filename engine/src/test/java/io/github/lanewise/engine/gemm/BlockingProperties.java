package io.github.lanewise.engine.gemm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.kernel.CacheSizes;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class BlockingProperties {

    @Property
    void blocksAreWholeTilesForAnyCaches(
            @ForAll @LongRange(max = 1 << 20) long l1,
            @ForAll @LongRange(max = 1 << 26) long l2,
            @ForAll @LongRange(max = 1L << 34) long l3,
            @ForAll @IntRange(min = 1, max = 32) int mr,
            @ForAll @IntRange(min = 1, max = 64) int nr) {
        CacheSizes caches = new CacheSizes(l1, l2, l3);
        assertWholeTiles(Blocking.of(caches, mr, nr), mr, nr);
        assertWholeTiles(Blocking.ofStrips(caches, mr, nr), mr, nr);
    }

    private static void assertWholeTiles(Blocking blocking, int mr, int nr) {
        assertThat(blocking.mc()).isPositive().matches(mc -> mc % mr == 0);
        assertThat(blocking.nc()).isPositive().matches(nc -> nc % nr == 0);
        assertThat(blocking.kc()).isPositive();
    }

    @Property
    void blocksFitTheCachesOfARealProcessor(
            @ForAll @IntRange(min = 1, max = 8) int mr, @ForAll @IntRange(min = 4, max = 64) int nr) {
        CacheSizes caches = new CacheSizes(32 << 10, 512 << 10, 8 << 20);
        assertFits(Blocking.of(caches, mr, nr), caches, nr);
        assertFits(Blocking.ofStrips(caches, mr, nr), caches, nr);
    }

    private static void assertFits(Blocking blocking, CacheSizes caches, int nr) {
        long kc = blocking.kc();

        assertThat(4 * kc * nr).isLessThanOrEqualTo(caches.l1());
        assertThat(4 * kc * blocking.mc()).isLessThanOrEqualTo(caches.l2() / 4);
        assertThat(4 * kc * blocking.nc()).isLessThanOrEqualTo(caches.l3() / 4);
    }
}
