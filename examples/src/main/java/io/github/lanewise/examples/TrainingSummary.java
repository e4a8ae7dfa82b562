package io.github.lanewise.examples;

import io.github.lanewise.layers.train.Evaluation;
import io.github.lanewise.layers.train.History;
import java.util.Locale;

/**
 * How a training ended.
 *
 * @param finalLoss of the last row of the history, as is the training error
 * @param imagesPerSecond the mean over all steps
 */
record TrainingSummary(
        long steps, double finalLoss, double trainingError, double testError, double seconds, double imagesPerSecond) {

    static TrainingSummary of(History history) {
        History.Row last = history.rows().getLast();
        Evaluation test = last.test();
        double images = 0;
        double before = 0;
        for (History.Row row : history.rows()) {
            images += row.imagesPerSecond() * (row.seconds() - before);
            before = row.seconds();
        }
        return new TrainingSummary(
                last.step(),
                last.loss(),
                1 - last.accuracy(),
                test == null ? Double.NaN : test.error(),
                last.seconds(),
                images / last.seconds());
    }

    /** An object for the last line of the output. */
    String json(String network) {
        return String.format(
                Locale.ROOT,
                "{\"network\":\"%s\",\"steps\":%d,\"finalLoss\":%s,\"trainingError\":%s,\"testError\":%s,"
                        + "\"seconds\":%.3f,\"imagesPerSecond\":%.1f}",
                network,
                steps,
                finalLoss,
                trainingError,
                testError,
                seconds,
                imagesPerSecond);
    }
}
