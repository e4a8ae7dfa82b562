package io.github.lanewise.bench.peers;

import java.io.IOException;
import java.util.Locale;

/** What can be measured by itself. */
enum Part {
    MACHINE,
    GEMM,
    NETWORKS,
    CALLERS,
    START,
    AGREEMENT,
    LAYERS;

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
        Measurement measurement = switch (this) {
            case MACHINE -> new MachinePart();
            case GEMM -> new GemmPart();
            case NETWORKS -> new NetworkPart();
            case CALLERS -> new CallersPart();
            case START -> new StartPart();
            case AGREEMENT -> new AgreementPart();
            case LAYERS -> new LayersPart();
        };
        measurement.run(bench, findings);
    }
}
