package io.github.lanewise.layers.train;

import java.time.Duration;

/** How long the steps of a training take of late. */
final class Pace {
    private static final double WEIGHT = 0.05;

    private double nanos;

    void add(long stepNanos) {
        nanos = nanos == 0 ? stepNanos : nanos + WEIGHT * (stepNanos - nanos);
    }

    /** How long so many steps will take. */
    Duration left(long steps) {
        return Duration.ofNanos((long) (nanos * steps));
    }
}
