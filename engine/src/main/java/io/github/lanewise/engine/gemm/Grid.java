package io.github.lanewise.engine.gemm;

/**
 * How several threads share C: {@code rowParts} times {@code columnParts} rectangles of whole register tiles, numbered row by
 * row. The shape of the product and the number of threads decide.
 */
record Grid(int rowParts, int columnParts) {

    static final Grid WHOLE = new Grid(1, 1);

    /** Multiply-adds that repay a part of its own. */
    private static final long PART_MULTIPLY_ADDS = 1_000_000;

    /** Parts for each thread, so that one that is held up leaves some of its share to the others. */
    private static final int PARTS_PER_THREAD = 2;

    /** What packing an element of B costs, if copying one of A is 1. */
    private static final long PACKING_B = 2;

    /** The grid for which the least is packed. */
    static Grid of(int m, int n, long k, int mr, int nr, int threads) {
        int tiles = Math.ceilDiv(m, mr);
        int panels = Math.ceilDiv(n, nr);
        long worthwhile = Math.max(threads, m * n * k / PART_MULTIPLY_ADDS);
        int wanted = (int) Math.min(worthwhile, (long) PARTS_PER_THREAD * threads);
        Grid best = WHOLE;
        long least = Long.MAX_VALUE;
        for (int columnParts = 1; columnParts <= Math.min(wanted, panels); columnParts++) {
            int rowParts = Math.min(tiles, Math.ceilDiv(wanted, columnParts));
            long missing = Math.max(0, wanted - rowParts * columnParts);
            long packed = PACKING_B * rowParts * n + (long) columnParts * m + missing * (m + n);
            if (packed < least) {
                least = packed;
                best = new Grid(rowParts, columnParts);
            }
        }
        return best;
    }

    int parts() {
        return rowParts * columnParts;
    }

    int rowFrom(int part, int m, int mr) {
        return edge(part / columnParts, rowParts, m, mr);
    }

    int rowTo(int part, int m, int mr) {
        return edge(part / columnParts + 1, rowParts, m, mr);
    }

    int columnFrom(int part, int n, int nr) {
        return edge(part % columnParts, columnParts, n, nr);
    }

    int columnTo(int part, int n, int nr) {
        return edge(part % columnParts + 1, columnParts, n, nr);
    }

    /** Where one of {@code parts} spans begins; all but the last are whole tiles. */
    private static int edge(int index, int parts, int length, int tile) {
        return (int) Math.min(length, (long) Math.ceilDiv(length, tile) * index / parts * tile);
    }
}
