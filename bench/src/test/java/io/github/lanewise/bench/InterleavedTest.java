package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class InterleavedTest {

    private static final Duration SHORT = Duration.ofMillis(20);

    /** Takes a time of its own choice and allocates. */
    private record Sleeper(long nanos, double flops, int bytes) implements Subject {
        private static byte[] sink = {};

        @Override
        public void run() {
            long start = System.nanoTime();
            sink = bytes == 0 ? sink : new byte[bytes];
            while (System.nanoTime() - start < nanos) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void ratesAreOperationsPerNanosecond() {
        Speed speed =
                new Interleaved(new Sleeper(20_000, 20_000, 0)).measure(new Sleeper(40_000, 20_000, 0), SHORT, SHORT);
        assertThat(speed.peak()).isBetween(0.1, 1.0);
        assertThat(speed.rate()).isBetween(0.05, 0.5);
        assertThat(speed.pairedRatio()).isBetween(0.05, 5.0);
    }

    @Test
    void longCallsAreMeasuredAFewTimesNevertheless() {
        Speed speed =
                new Interleaved(new Sleeper(1_000, 1, 0)).measure(new Sleeper(10_000_000, 1, 0), SHORT, Duration.ZERO);
        assertThat(speed.pairs()).isEqualTo(Interleaved.FEWEST_PAIRS);
    }

    @Test
    void allocationIsCountedPerCallOfTheSubject() {
        Interleaved interleaved = new Interleaved(new Sleeper(1_000, 1, 4096));
        assertThat(interleaved.measure(new Sleeper(1_000, 1, 0), SHORT, SHORT).bytesPerCall())
                .isLessThan(1);
        assertThat(interleaved
                        .measure(new Sleeper(1_000, 1, 1 << 10), SHORT, SHORT)
                        .bytesPerCall())
                .isBetween(1024.0, 1100.0);
    }
}
