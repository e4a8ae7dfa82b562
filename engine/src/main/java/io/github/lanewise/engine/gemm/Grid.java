package io.github.lanewise.engine.gemm;

/**
 * How several threads share C: rectangles of whole register tiles, numbered row by row. The shape of the product and the
 * number of threads decide. Mutable, so that a call in steady state allocates nothing.
 */
final class Grid {

    /** Multiply-adds that repay a part of its own. */
    private static final long PART_MULTIPLY_ADDS = 1_000_000;

    /** Parts for each thread, so that one that is held up leaves some of its share to the others. */
    private static final int PARTS_PER_THREAD = 2;

    /** What packing an element of B costs, if copying one of A is 1. */
    private static final long PACKING_B = 2;

    private final int mr;
    private final int nr;
    private int m;
    private int n;
    private int rowParts;
    private int columnParts;

    /** For register tiles of {@code mr x nr}. */
    Grid(int mr, int nr) {
        this.mr = mr;
        this.nr = nr;
    }

    /** Cuts C into the parts for which the least is packed; all of it is one for one thread. */
    void cut(int m, int n, int k, int threads) {
        this.m = m;
        this.n = n;
        rowParts = 1;
        columnParts = 1;
        if (threads == 1) {
            return;
        }
        int tiles = Math.ceilDiv(m, mr);
        int panels = Math.ceilDiv(n, nr);
        long worthwhile = Math.max(threads, (long) m * n * k / PART_MULTIPLY_ADDS);
        int wanted = (int) Math.min(worthwhile, (long) PARTS_PER_THREAD * threads);
        long least = Long.MAX_VALUE;
        for (int columns = 1; columns <= Math.min(wanted, panels); columns++) {
            int rows = Math.min(tiles, Math.ceilDiv(wanted, columns));
            long missing = Math.max(0, wanted - rows * columns);
            long packed = PACKING_B * rows * n + (long) columns * m + missing * (m + n);
            if (packed < least) {
                least = packed;
                rowParts = rows;
                columnParts = columns;
            }
        }
    }

    int parts() {
        return rowParts * columnParts;
    }

    int rowFrom(int part) {
        return edge(part / columnParts, rowParts, m, mr);
    }

    int rowTo(int part) {
        return edge(part / columnParts + 1, rowParts, m, mr);
    }

    int columnFrom(int part) {
        return edge(part % columnParts, columnParts, n, nr);
    }

    int columnTo(int part) {
        return edge(part % columnParts + 1, columnParts, n, nr);
    }

    /** Where one of {@code parts} spans begins; all but the last are whole tiles. */
    private static int edge(int index, int parts, int length, int tile) {
        return (int) Math.min(length, (long) Math.ceilDiv(length, tile) * index / parts * tile);
    }
}
