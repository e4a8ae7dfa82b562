package io.github.lanewise.bench.peers;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * What all parts need.
 *
 * @param progress who reads it knows what goes on
 */
record Bench(Workplace workplace, Pace pace, PrintStream progress, Instant started) {

    /** Tells what goes on, and for how long it has. */
    void tell(String line) {
        double seconds = Duration.between(started, Instant.now()).toMillis() / 1e3;
        progress.println(String.format(Locale.ROOT, "%6.1f s  %s", seconds, line));
    }
}
