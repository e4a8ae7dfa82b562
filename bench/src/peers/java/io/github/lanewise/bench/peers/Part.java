package io.github.lanewise.bench.peers;

import java.io.IOException;
import java.util.Locale;

/** What can be measured by itself. */
enum Part {
    MACHINE(new MachinePart()),
    GEMM(new GemmPart()),
    NETWORKS(new NetworkPart()),
    CALLERS(new CallersPart()),
    START(new StartPart()),
    AGREEMENT(new AgreementPart()),
    LAYERS(new LayersPart());

    private final Measurement measurement;

    Part(Measurement measurement) {
        this.measurement = measurement;
    }

    /** Measures, and puts the results where they belong. */
    interface Measurement {
        void run(Bench bench, Findings findings) throws IOException, RefusedException;
    }

    static Part named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** As on the command line. */
    String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    void run(Bench bench, Findings findings) throws IOException, RefusedException {
        measurement.run(bench, findings);
    }
}
