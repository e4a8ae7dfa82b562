package io.github.lanewise.bench;

import java.util.stream.IntStream;

/** Chooses the part of a large problem that the naive loops compute. */
final class Sample {

    /** Multiply-adds that the naive loops do within some tens of milliseconds. */
    static final long LIMIT = 1L << 24;

    private Sample() {}

    /**
     * Indices spread evenly over {@code [0, count)}, the first and the last among them: all, or as many as stay within
     * {@link #LIMIT}, but never fewer than two.
     *
     * @param multiplyAdds that one index costs
     */
    static int[] spread(int count, long multiplyAdds) {
        int chosen = Math.clamp(LIMIT / Math.max(1, multiplyAdds), Math.min(2, count), count);
        return IntStream.range(0, chosen)
                .map(i -> chosen == 1 ? 0 : (int) ((long) i * (count - 1) / (chosen - 1)))
                .toArray();
    }
}
