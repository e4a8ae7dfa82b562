package io.github.lanewise.bench.peers;

/**
 * How long is measured.
 *
 * @param quick whether only the most telling work is done
 * @param rounds in which every contender has its turn, fewer where they take long
 * @param turnMilliseconds of a contender
 * @param peakMilliseconds of the peak loop before each turn
 * @param stableMilliseconds without an improvement before the work is held to be compiled
 * @param longestMilliseconds of all rounds of one piece of work
 * @param processes that are started to time the start
 */
record Pace(
        boolean quick,
        int rounds,
        int turnMilliseconds,
        int peakMilliseconds,
        int stableMilliseconds,
        int longestMilliseconds,
        int processes) {

    static final Pace FULL = new Pace(false, 20, 50, 5, 300, 20_000, 5);
    static final Pace QUICK = new Pace(true, 5, 10, 2, 100, 2_000, 1);

    /** Rounds that are never left out. */
    static final int FEWEST_ROUNDS = 3;

    /**
     * Whether there is time for another round.
     *
     * @param round from 0
     * @param startNanos when the first one began
     */
    boolean allows(int round, long startNanos) {
        return round < rounds
                && (round < FEWEST_ROUNDS || System.nanoTime() - startNanos <= 1_000_000L * longestMilliseconds);
    }
}
