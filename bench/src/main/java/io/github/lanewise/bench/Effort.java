package io.github.lanewise.bench;

import java.time.Duration;

/** How long the report measures. */
enum Effort {
    FULL(3, 1000, 2000, 500),
    QUICK(1, 200, 500, 200);

    private static final int LAYERS_TIMES = 5;

    private final int forks;
    private final Duration warmUp;
    private final Duration time;
    private final Duration naiveTime;

    Effort(int forks, int warmUpMillis, int millis, int naiveMillis) {
        this.forks = forks;
        this.warmUp = Duration.ofMillis(warmUpMillis);
        this.time = Duration.ofMillis(millis);
        this.naiveTime = Duration.ofMillis(naiveMillis);
    }

    /** Fresh virtual machines per group of rows: C2 does not compile a kernel equally well in each. */
    int forks() {
        return forks;
    }

    /** Of each measurement of the layers of a network. */
    Duration layersTime() {
        return time.multipliedBy(LAYERS_TIMES);
    }

    Row measure(RowGroup group, RowGroup.Source source, int fork, Interleaved interleaved) {
        Subject subject = source.simd().get();
        subject.verify();
        Speed speed = interleaved.measure(subject, warmUp, time);
        double naiveRate = source.naive() == null
                ? Double.NaN
                : Interleaved.bestRate(source.naive().get(), naiveTime);
        return new Row(group.title(), source.name(), fork, subject.flops(), speed, naiveRate);
    }
}
