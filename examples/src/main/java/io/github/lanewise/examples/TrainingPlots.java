package io.github.lanewise.examples;

import io.github.lanewise.layers.train.Evaluation;
import io.github.lanewise.layers.train.History;
import java.util.List;
import java.util.Objects;

/** What the histories of trainings look like. */
final class TrainingPlots {
    private TrainingPlots() {}

    /** Errors of training and test over the steps. */
    static Plot curves(String network, History history) {
        List<History.Row> rows = history.rows();
        List<History.Row> tested =
                rows.stream().filter(row -> row.test() != null).toList();
        return new Plot(network, "step", "error, %")
                .between(0, 100)
                .line("training", steps(rows), trainingErrors(rows), 0, Plot.Line.SOLID)
                .line("test", steps(tested), testErrors(tested), 1, Plot.Line.DOTS);
    }

    static double[] steps(List<History.Row> rows) {
        return rows.stream().mapToDouble(History.Row::step).toArray();
    }

    /** In percent. */
    static double[] trainingErrors(List<History.Row> rows) {
        return rows.stream().mapToDouble(row -> 100 * (1 - row.accuracy())).toArray();
    }

    private static double[] testErrors(List<History.Row> tested) {
        return tested.stream()
                .map(row -> Objects.requireNonNull(row.test()))
                .mapToDouble((Evaluation test) -> 100 * test.error())
                .toArray();
    }
}
