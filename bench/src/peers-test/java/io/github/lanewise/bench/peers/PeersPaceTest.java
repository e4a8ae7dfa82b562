package io.github.lanewise.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PeersPaceTest {

    private static final Pace HURRIED = new Pace(false, 5, 1, 1, 1, 0, 1);
    private static final Pace PATIENT = new Pace(false, 5, 1, 1, 1, 1_000_000, 1);

    @Test
    void fewRoundsAreMadeHoweverLate() {
        long longAgo = System.nanoTime() - 1_000_000_000;
        assertThat(HURRIED.allows(Pace.FEWEST_ROUNDS - 1, longAgo)).isTrue();
        assertThat(HURRIED.allows(Pace.FEWEST_ROUNDS, longAgo)).isFalse();
    }

    @Test
    void noMoreRoundsAreMadeThanWanted() {
        long now = System.nanoTime();
        assertThat(PATIENT.allows(4, now)).isTrue();
        assertThat(PATIENT.allows(5, now)).isFalse();
    }
}
