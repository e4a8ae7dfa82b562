package io.github.lanewise.examples;

import io.github.lanewise.layers.train.StepReport;
import io.github.lanewise.layers.train.TrainingListener;
import java.util.Locale;

/** Shows every step of a training on the progress bar. */
final class StepProgress implements TrainingListener {
    private final Progress progress;

    StepProgress(Progress progress) {
        this.progress = progress;
    }

    @Override
    public void stepMade(StepReport step) {
        progress.stepTo(
                Math.toIntExact(step.step()),
                String.format(
                        Locale.ROOT,
                        " loss %.3f, %4.1f %% right, %.0f images/s, %d:%02d left",
                        step.loss(),
                        100 * step.accuracy(),
                        step.imagesPerSecond(),
                        step.timeLeft().toMinutes(),
                        step.timeLeft().toSecondsPart()));
    }
}
