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

    /** Rows whose sums with one panel stay in the first-level cache until they are stored. */
    private static final int HEAP_ROWS = 120;

    /** The blocking for packed register tiles of {@code mr x nr}. */
    static Blocking packed(CacheSizes caches, int mr, int nr, int k) {
        // kc · nr · 4 B <= L1: one panel of B̃ stays near while the tiles of a block of A pass over it
        int kc = even(k, clamp(caches.l1() / (4L * nr), MIN_KC, MAX_KC));
        // mc · kc · 4 B <= L2 / 4: the packed block of A
        return new Blocking(whole(caches.l2() / 4 / (4L * kc), mr), kc, columns(caches, kc, nr));
    }

    /** The same for kernels that read both operands from the heap and take all tiles of a block of rows in one call. */
    static Blocking onHeap(CacheSizes caches, int mr, int nr, int k) {
        // kc · nr · 4 B <= L2 / 8: a panel of B̃, which streams into the first-level cache
        int kc = even(k, clamp(caches.l2() / 8 / (4L * nr), MIN_KC, 2 * MAX_KC));
        // mc · kc · 4 B <= L2 / 2: the copy of a block of A
        int mc = whole(Math.min(HEAP_ROWS, caches.l2() / 2 / (4L * kc)), mr);
        return new Blocking(mc, kc, columns(caches, kc, nr));
    }

    /** kc · nc · 4 B <= L3 / 4: the packed block of B, in a cache that others share. */
    private static int columns(CacheSizes caches, int kc, int nr) {
        return whole(clamp(caches.l3() / 4 / (4L * kc), nr, MAX_NC), nr);
    }

    /** The length of equal blocks of k, even, for kernels are faster on even lengths. */
    private static int even(int k, int most) {
        int equal = Math.ceilDiv(k, Math.ceilDiv(k, most));
        return Math.min(most, (equal + 1) & -2);
    }

    private static int whole(long count, int tile) {
        return (int) Math.max(1, count / tile) * tile;
    }

    private static int clamp(long value, int low, int high) {
        return (int) Math.max(low, Math.min(high, value));
    }
}
