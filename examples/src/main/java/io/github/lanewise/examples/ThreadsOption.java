package io.github.lanewise.examples;

import io.github.lanewise.engine.Engine;
import io.github.lanewise.engine.EngineDescription;
import io.github.lanewise.engine.Workers;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option {@code --threads}: who computes. */
@SuppressWarnings("NullAway.Init") // set by picocli
final class ThreadsOption {
    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = PositiveInteger.class,
            description = "Threads that compute; the result is the same for any number. Default: one per processor"
                    + " (${DEFAULT-VALUE}).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** The threads. Says on the error stream if they will be slow. */
    Workers workers() {
        EngineDescription engine = Engine.describe();
        if (!engine.tier().equals("SIMD")) {
            command.commandLine().getErr().println("note: slow scalar tier, because " + engine.reason());
        }
        return Workers.of(threads);
    }
}
