package io.github.lanewise.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LanewiseTest {

    @Test
    void helpNamesEveryCommand() {
        CommandRun run = CommandRun.of("--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("tour", "info", "classify", "evaluate", "logits", "Exit codes", "--add-modules");
        assertThat(run.out()).contains("run", "verify", "perf", "export", "inspect");
        assertThat(run.out()).contains("train", "depth-study", "gradients");
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tour",
                "info",
                "classify",
                "evaluate",
                "logits",
                "run",
                "verify",
                "perf",
                "export",
                "inspect",
                "train",
                "depth-study",
                "gradients"
            })
    void everyCommandHasHelpWithAnExample(String command) {
        CommandRun run = CommandRun.of(command, "--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Usage: lanewise " + command, "Examples:", "lanewise " + command + " ");
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 80, "at most 80 characters");
        assertThat(CommandRun.of("help", command).out()).isEqualTo(run.out());
    }

    @Test
    void versionNamesTheJvm() {
        CommandRun run = CommandRun.of("--version");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("lanewise").contains(System.getProperty("java.version"));
    }

    @Test
    void noCommandIsWrongUsage() {
        CommandRun run = CommandRun.of();
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).hasLineCount(1).contains("no command", "--help");
    }

    @Test
    void unknownCommandIsWrongUsageAndTheNearestIsSuggested() {
        CommandRun run = CommandRun.of("evalute");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).hasLineCount(1).contains("evalute", "evaluate");
    }

    @Test
    void unknownOptionIsWrongUsage() {
        CommandRun run = CommandRun.of("info", "--fast");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).hasLineCount(1).contains("--fast", "lanewise info --help");
    }

    @Test
    void verboseAddsTheStackTrace(@TempDir Path folder) {
        Path absent = folder.resolve("absent.safetensors");
        Object[] arguments = {
            "classify", "--verbose", "--model", absent, "--network", "resnet8", folder.resolve("frog.png")
        };
        CommandRun run = CommandRun.of(arguments);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("\tat io.github.lanewise");
    }
}
