package io.github.lanewise.bench;

import io.github.lanewise.engine.Workers;
import java.util.List;
import java.util.stream.Stream;

/** The FMA peak of several cores at the same time. */
public final class PeakOfThreads implements Subject, AutoCloseable {

    /** For one thread a slice; for several some milliseconds, far longer than it takes to wake them. */
    private static final int SHORT_RUNS = 20;

    private static final int LONG_RUNS = 400;

    private final List<FmaPeak> loops;
    private final int runs;
    private final Workers workers;

    private PeakOfThreads(List<FmaPeak> loops) {
        this.loops = loops;
        this.runs = loops.size() == 1 ? SHORT_RUNS : LONG_RUNS;
        this.workers = Workers.of(loops.size());
    }

    /** The loops, compiled; errors as in {@link FmaPeak#compiled}. */
    public static PeakOfThreads compiled(int threads) {
        return new PeakOfThreads(
                Stream.generate(FmaPeak::compiled).limit(threads).toList());
    }

    @Override
    public double flops() {
        return runs * loops.size() * loops.getFirst().flops();
    }

    @Override
    public void run() {
        workers.run(loops.size(), (part, lane) -> {
            for (int run = 0; run < runs; run++) {
                loops.get(part).run();
            }
        });
    }

    @Override
    public void close() {
        workers.close();
    }
}
