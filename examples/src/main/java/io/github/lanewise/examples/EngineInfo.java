package io.github.lanewise.examples;

import io.github.lanewise.engine.Engine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lanewise info}: what the engine found on this machine. */
@Command(
        name = "info",
        header = "Describe the engine on this machine.",
        description = "Tells which kernels serve and why, the vector width, threads, caches and the JVM.",
        footer = {"  lanewise info", Lanewise.ALIAS})
@SuppressWarnings("NullAway.Init") // set by picocli
final class EngineInfo implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        new Report(spec.commandLine().getOut()).engine(Engine.describe());
    }
}
