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
            @ForAll @IntRange(min = 1, max = 64) int nr,
            @ForAll @IntRange(min = 1) int k) {
        CacheSizes caches = new CacheSizes(l1, l2, l3);
        assertWholeTiles(Blocking.packed(caches, mr, nr, k), mr, nr);
        assertWholeTiles(Blocking.onHeap(caches, mr, nr, k), mr, nr);
    }

    private static void assertWholeTiles(Blocking blocking, int mr, int nr) {
        assertThat(blocking.mc()).isPositive().matches(mc -> mc % mr == 0);
        assertThat(blocking.nc()).isPositive().matches(nc -> nc % nr == 0);
        assertThat(blocking.kc()).isPositive();
    }

    @Property
    void blocksFitTheCachesOfARealProcessor(
            @ForAll @IntRange(min = 1, max = 8) int mr,
            @ForAll @IntRange(min = 4, max = 64) int nr,
            @ForAll @IntRange(min = 1) int k) {
        CacheSizes caches = new CacheSizes(32 << 10, 512 << 10, 8 << 20);
        Blocking packed = Blocking.packed(caches, mr, nr, k);
        assertThat(4L * packed.kc() * nr).isLessThanOrEqualTo(caches.l1());
        assertThat(4L * packed.kc() * packed.mc()).isLessThanOrEqualTo(caches.l2() / 4);
        assertThat(4L * packed.kc() * packed.nc()).isLessThanOrEqualTo(caches.l3() / 4);
        Blocking onHeap = Blocking.onHeap(caches, mr, nr, k);
        assertThat(4L * onHeap.kc() * nr).isLessThanOrEqualTo(caches.l2() / 8);
        assertThat(4L * onHeap.kc() * onHeap.mc()).isLessThanOrEqualTo(caches.l2() / 2);
        assertThat(4L * onHeap.kc() * onHeap.nc()).isLessThanOrEqualTo(caches.l3() / 4);
    }

    @Property
    void blocksOfKAreEqualButForAnEvenLength(@ForAll @IntRange(min = 1, max = 1 << 20) int k) {
        int kc = Blocking.onHeap(new CacheSizes(32 << 10, 512 << 10, 8 << 20), 6, 16, k)
                .kc();
        int blocks = Math.ceilDiv(k, kc);
        assertThat(blocks * kc - k).isBetween(0, 2 * blocks);
    }
}
