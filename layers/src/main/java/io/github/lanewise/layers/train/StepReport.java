package io.github.lanewise.layers.train;

import java.time.Duration;

/**
 * One step of training.
 *
 * @param epoch from 0 on
 * @param step how many steps have been made, this one included
 * @param steps how many there will be
 * @param loss of this batch, before the step
 * @param correct how many images of the batch were classified rightly, before the step
 * @param gradientNorm the L2 norm of all gradients, before clipping
 * @param timeLeft at the pace of the last steps, without evaluation
 */
public record StepReport(
        long epoch,
        long step,
        long steps,
        double loss,
        int correct,
        int batch,
        double rate,
        double gradientNorm,
        StepTimes times,
        Duration timeLeft) {
    public double accuracy() {
        return (double) correct / batch;
    }

    public double imagesPerSecond() {
        return batch * 1e9 / Math.max(1, times.total());
    }
}
