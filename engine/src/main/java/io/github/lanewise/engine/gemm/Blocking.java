package io.github.lanewise.engine.gemm;

import io.github.lanewise.engine.kernel.CacheSizes;

/**
 * How the loops cut a matrix product: blocks of {@code mc} rows, {@code kc} products and {@code nc} columns.
 *
 * <p>The numbers follow the cache sizes (Low et al., "Analytical Modeling Is Enough for High-Performance BLIS", ACM TOMS
 * 43(2), 2016) and change the speed only: every sum runs through k in one chain wherever it is cut.
 */
public record Blocking(int mc, int kc, int nc) {

    private static final int MIN_KC = 128;
    private static final int MAX_KC = 512;
    private static final int MAX_NC = 4096;

    /** The blocking for register tiles of {@code mr x nr}. */
    public static Blocking of(CacheSizes caches, int mr, int nr) {
        // kc · nr · 4 B <= L1: one panel of B̃ stays near while the tiles of a block of A pass over it
        int kc = clamp(caches.l1() / (4L * nr), MIN_KC, MAX_KC);
        // mc · kc · 4 B <= L2 / 4: the packed block of A
        int mc = Math.max(1, (int) (caches.l2() / 4 / (4L * kc)) / mr) * mr;
        // kc · nc · 4 B <= L3 / 4: the packed block of B, in a cache that others share
        int nc = Math.max(1, clamp(caches.l3() / 4 / (4L * kc), nr, MAX_NC) / nr) * nr;
        return new Blocking(mc, kc, nc);
    }

    /** The same for kernels that read both operands from the heap and take all tiles of a block of rows in one call. */
    static Blocking ofStrips(CacheSizes caches, int mr, int nr) {
        // kc · nr · 4 B <= L1 / 2: a panel of B̃ stays, and the tiles of Ã pass beside it
        int kc = clamp(caches.l1() / 2 / (4L * nr), MIN_KC, MAX_KC);
        int mc = Math.max(1, (int) (caches.l2() / 4 / (4L * kc)) / mr) * mr;
        int nc = Math.max(1, clamp(caches.l3() / 4 / (4L * kc), nr, MAX_NC) / nr) * nr;
        return new Blocking(mc, kc, nc);
    }

    private static int clamp(long value, int low, int high) {
        return (int) Math.max(low, Math.min(high, value));
    }
}
