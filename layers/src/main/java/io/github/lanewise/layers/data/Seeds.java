package io.github.lanewise.layers.data;

import java.util.SplittableRandom;

/** Independent sources of chance for every item, so that it does not matter who asks for an item, and when. */
final class Seeds {
    private static final long GOLDEN_RATIO = 0x9e3779b97f4a7c15L;

    private Seeds() {}

    /** A source that depends on all three numbers and on nothing else. */
    static SplittableRandom random(long seed, long group, long item) {
        return new SplittableRandom(mix(mix(mix(seed) + group) + item));
    }

    /** The output function of SplitMix64: Steele, Lea and Flood 2014, "Fast Splittable Pseudorandom Number Generators". */
    private static long mix(long value) {
        long z = value + GOLDEN_RATIO;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
