package io.github.lanewise.examples;

import java.io.Console;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * A progress bar on a terminal, on the error stream; nothing elsewhere. Its width is fixed: the library would load native code
 * to ask the terminal.
 */
final class Progress implements AutoCloseable {
    private static final int WIDTH = 79;
    private static final int UPDATE_MILLIS = 200;

    private final @Nullable ProgressBar bar;

    private Progress(@Nullable ProgressBar bar) {
        this.bar = bar;
    }

    static Progress of(String task, String unit, int steps) {
        boolean terminal =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        return new Progress(
                !terminal
                        ? null
                        : new ProgressBarBuilder()
                                .setStyle(ProgressBarStyle.ASCII)
                                .setTaskName(task)
                                .setUnit(unit, 1)
                                .setInitialMax(steps)
                                .setUpdateIntervalMillis(UPDATE_MILLIS)
                                .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
                                .build());
    }

    void stepTo(int step) {
        if (bar != null) {
            bar.stepTo(step);
        }
    }

    void stepTo(int step, String message) {
        if (bar != null) {
            bar.setExtraMessage(message);
            bar.stepTo(step);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
