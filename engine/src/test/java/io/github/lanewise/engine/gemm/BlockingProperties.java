package io.github.lanewise.engine.gemm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.kernel.CacheSizes;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class BlockingProperties {
    private static final CacheSizes REAL = new CacheSizes(32 << 10, 512 << 10, 8 << 20);

    @Property
    void blocksAreWholeTilesForAnyCaches(
            @ForAll @LongRange(max = 1 << 20) long l1,
            @ForAll @LongRange(max = 1 << 26) long l2,
            @ForAll @LongRange(max = 1L << 34) long l3,
            @ForAll @IntRange(min = 1, max = 32) int mr,
            @ForAll @IntRange(min = 1, max = 64) int nr,
            @ForAll @IntRange(min = 1) int k) {
        CacheSizes caches = new CacheSizes(l1, l2, l3);
        assertWholeTiles(Blocking.packed(caches, mr, nr), k);
        assertWholeTiles(Blocking.onHeap(caches, mr, nr), k);
    }

    private static void assertWholeTiles(Blocking blocking, int k) {
        int kc = blocking.kc(k);
        assertThat(kc).isPositive();
        assertThat(blocking.mc(kc)).isPositive().matches(mc -> mc % blocking.mr() == 0);
        assertThat(blocking.nc(kc)).isPositive().matches(nc -> nc % blocking.nr() == 0);
    }

    @Property
    void blocksFitTheCachesOfARealProcessor(
            @ForAll @IntRange(min = 1, max = 8) int mr,
            @ForAll @IntRange(min = 4, max = 64) int nr,
            @ForAll @IntRange(min = 1) int k) {
        assertFits(Blocking.packed(REAL, mr, nr), k, REAL.l1(), REAL.l2() / 4);
        assertFits(Blocking.onHeap(REAL, mr, nr), k, REAL.l2() / 8, REAL.l2() / 2);
    }

    private static void assertFits(Blocking blocking, int k, long panel, long left) {
        int kc = blocking.kc(k);
        assertThat(4L * kc * blocking.nr()).isLessThanOrEqualTo(panel);
        assertThat(4L * kc * blocking.mc(kc)).isLessThanOrEqualTo(left);
        assertThat(4L * kc * blocking.nc(kc)).isLessThanOrEqualTo(REAL.l3() / 4);
    }

    @Property
    void blocksOfKAreEqualButForAnEvenLength(@ForAll @IntRange(min = 1, max = 1 << 20) int k) {
        int kc = Blocking.onHeap(REAL, 6, 16).kc(k);
        int blocks = Math.ceilDiv(k, kc);
        assertThat((long) blocks * kc - k).isBetween(0L, 2L * blocks);
    }
}
