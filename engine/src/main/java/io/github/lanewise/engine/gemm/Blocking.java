package io.github.lanewise.engine.gemm;

import io.github.lanewise.engine.kernel.CacheSizes;

/**
 * How the loops cut a matrix product: into blocks of {@code mc} rows, {@code kc} products and {@code nc} columns.
 *
 * <p>The numbers follow the cache sizes (Low et al., "Analytical Modeling Is Enough for High-Performance BLIS", ACM TOMS
 * 43(2), 2016) and change the speed only: every sum runs through k in one chain wherever it is cut.
 *
 * @param mr rows of the register tile
 * @param nr columns of the register tile
 * @param longest the most products, {@code mostRows} the most rows and {@code mostColumns} the most columns of a block
 * @param leftFloats what a block of A may take, {@code rightFloats} a block of B
 */
record Blocking(int mr, int nr, int longest, int mostRows, int mostColumns, long leftFloats, long rightFloats) {

    private static final int MIN_KC = 128;
    private static final int MAX_KC = 512;
    private static final int MAX_NC = 4096;

    /** Rows whose sums with one panel stay in the first-level cache until they are stored. */
    private static final int HEAP_ROWS = 120;

    /** For packed register tiles of {@code mr x nr}. */
    static Blocking packed(CacheSizes caches, int mr, int nr) {
        // kc · nr · 4 B <= L1: one panel of B̃ stays near while the tiles of a block of A pass over it
        int longest = clamp(caches.l1() / (4L * nr), MIN_KC, MAX_KC);
        // mc · kc · 4 B <= L2 / 4: the packed block of A
        return new Blocking(mr, nr, longest, Integer.MAX_VALUE, MAX_NC, caches.l2() / 16, caches.l3() / 16);
    }

    /** For kernels that read both operands from the heap and take all tiles of a block of rows in one call. */
    static Blocking onHeap(CacheSizes caches, int mr, int nr) {
        // kc · nr · 4 B <= L2 / 8: a panel of B̃, which streams into the first-level cache
        int longest = clamp(caches.l2() / 8 / (4L * nr), MIN_KC, 2 * MAX_KC);
        // mc · kc · 4 B <= L2 / 2: the copy of a block of A
        return new Blocking(mr, nr, longest, HEAP_ROWS, MAX_NC, caches.l2() / 8, caches.l3() / 16);
    }

    /** Products of a block, for sums of k: equal blocks, even, for kernels are faster on even lengths. */
    int kc(int k) {
        int equal = Math.ceilDiv(k, Math.ceilDiv(k, longest));
        return Math.min(longest, equal + equal % 2);
    }

    /** Rows of a block of {@code kc} products, whole tiles. */
    int mc(int kc) {
        return whole(Math.min(mostRows, leftFloats / kc), mr);
    }

    /** Columns of a block of {@code kc} products, whole panels. */
    int nc(int kc) {
        return whole(Math.min(mostColumns, rightFloats / kc), nr);
    }

    private static int whole(long count, int tile) {
        return (int) Math.max(1, count / tile) * tile;
    }

    private static int clamp(long value, int low, int high) {
        return (int) Math.max(low, Math.min(high, value));
    }
}
