package io.github.lanewise.bench.peers;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can be measured by itself. */
enum Part {
    MACHINE,
    GEMM,
    NETWORKS,
    CALLERS,
    START,
    AGREEMENT,
    LAYERS,
    TRAINING;

    /** Measures, and puts the results where they belong. */
    interface Measurement {
        void run(Bench bench, Findings findings) throws IOException, RefusedException;
    }

    /** As on the command line; {@link IllegalArgumentException} if there is none. */
    static Part named(String title) {
        return Arrays.stream(values())
                .filter(part -> part.title().equals(title))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("there is no part or option " + title + "; the parts are "
                                + Arrays.stream(values()).map(Part::title).collect(Collectors.joining(", "))));
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
            case TRAINING -> new TrainingPart();
        };
        measurement.run(bench, findings);
    }
}
