package io.github.lanewise.layers.train;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far a training has come: steps, time, the rows of the history and the sums since the last of them. */
final class Ledger {
    private final List<History.Row> rows = new ArrayList<>();
    private long step;
    private TrainingState.Stretch stretch = TrainingState.Stretch.EMPTY;
    private double seconds;

    long step() {
        return step;
    }

    void add(StepMaker.Outcome made) {
        double stepSeconds = made.times().total() / 1e9;
        step++;
        seconds += stepSeconds;
        stretch = stretch.plus(made.loss(), made.gradientNorm(), made.correct(), stepSeconds);
    }

    /** Ends the row with the steps since the last one. */
    History.Row endRow(long epoch, double rate, int batch, @Nullable Evaluation test) {
        double images = (double) stretch.steps() * batch;
        History.Row row = new History.Row(
                epoch,
                step,
                rate,
                stretch.lossSum() / stretch.steps(),
                stretch.correct() / images,
                stretch.normSum() / stretch.steps(),
                test,
                seconds,
                images / stretch.seconds());
        stretch = TrainingState.Stretch.EMPTY;
        rows.add(row);
        return row;
    }

    History history() {
        return new History(rows);
    }

    TrainingState state(TrainingState.Identity training, String schedule, int batchesPerEpoch) {
        return new TrainingState(
                training,
                schedule,
                Checkpoint.tensorFile(step),
                step / batchesPerEpoch,
                (int) (step % batchesPerEpoch),
                step,
                stretch,
                seconds,
                rows);
    }

    void restore(TrainingState state) {
        step = state.step();
        stretch = state.stretch();
        seconds = state.seconds();
        rows.clear();
        rows.addAll(state.rows());
    }
}
