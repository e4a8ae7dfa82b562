package io.github.lanewise.examples;

import io.github.lanewise.layers.train.Evaluation;
import io.github.lanewise.layers.train.History;
import io.github.lanewise.layers.train.TrainingListener;
import java.util.Locale;

/** Prints a line for each row of the history. */
final class TrainingLog implements TrainingListener {
    private final Report report;

    TrainingLog(Report report) {
        this.report = report;
    }

    @Override
    public void rowAdded(History.Row row) {
        Evaluation test = row.test();
        report.line(String.format(
                Locale.ROOT,
                "  step %,7d  loss %6.3f  training error %5.1f %%  %s %,6.0f images/s",
                row.step(),
                row.loss(),
                100 * (1 - row.accuracy()),
                test == null ? "" : String.format(Locale.ROOT, "test %5.1f %% ", 100 * test.error()),
                row.imagesPerSecond()));
    }
}
