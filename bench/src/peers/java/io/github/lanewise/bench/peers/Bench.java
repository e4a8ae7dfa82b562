package io.github.lanewise.bench.peers;

import java.io.PrintStream;

/**
 * What all parts need.
 *
 * @param progress who reads it knows what goes on
 */
record Bench(Workplace workplace, Pace pace, PrintStream progress) {}
