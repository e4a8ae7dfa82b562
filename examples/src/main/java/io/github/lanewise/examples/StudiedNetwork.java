package io.github.lanewise.examples;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.Network;
import io.github.lanewise.layers.Parameter;
import io.github.lanewise.layers.residual.PlainNet;
import io.github.lanewise.layers.residual.ResNet;
import io.github.lanewise.layers.residual.Shortcut;
import io.github.lanewise.layers.train.History;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of one network of a depth study.
 *
 * @param layers with weights, on the longest way
 * @param result null if the training came to NaN or infinity
 */
record StudiedNetwork(
        String name,
        boolean residual,
        int depth,
        int layers,
        long parameters,
        History history,
        @Nullable TrainingSummary result) {

    /** Of the table of {@link #row}. */
    static final String HEADER = "  network        layers  parameters    training     test     loss      time";

    private static final double GUESSING = 0.9;

    /** A plain network for such images, or its residual twin with zero-padded shortcuts and so the same parameters. */
    static Network network(boolean residual, int depth, int width, Shape image) {
        Network standard = ResNet.cifar(depth, Shortcut.Option.A, width);
        Network network =
                new Network(standard.name(), standard.layer(), image, standard.preprocessing(), standard.classes());
        return residual ? network : PlainNet.of(network);
    }

    static StudiedNetwork of(
            Network network, boolean residual, int depth, History history, @Nullable TrainingSummary result) {
        int layers = (int) network.parameters().values().stream()
                .filter(StudiedNetwork::isWeight)
                .count();
        return new StudiedNetwork(network.name(), residual, depth, layers, network.parameterCount(), history, result);
    }

    private static boolean isWeight(Parameter parameter) {
        return parameter.isTrainable() && parameter.shape().rank() > 1;
    }

    /** From 0 to 1; that of guessing where the training did not come to its end. */
    double trainingError() {
        return result == null ? GUESSING : result.trainingError();
    }

    double testError() {
        return result == null ? GUESSING : result.testError();
    }

    /** A line of the table. */
    String row() {
        return result == null
                ? String.format(Locale.ROOT, "  %-14s %6d %11s  stopped: not finite", name, layers, count())
                : String.format(
                        Locale.ROOT,
                        "  %-14s %6d %11s %9.1f %% %7.1f %% %8.3f %7.1f s",
                        name,
                        layers,
                        count(),
                        100 * trainingError(),
                        100 * testError(),
                        result.finalLoss(),
                        result.seconds());
    }

    private String count() {
        return String.format(Locale.ROOT, "%,d", parameters);
    }

    /** An object for the last line of the output; null where the training did not come to its end. */
    String json() {
        return String.format(
                Locale.ROOT,
                "{\"name\":\"%s\",\"depth\":%d,\"layers\":%d,\"parameters\":%d,\"trainingError\":%s,\"testError\":%s,"
                        + "\"finalLoss\":%s,\"seconds\":%s}",
                name,
                depth,
                layers,
                parameters,
                result == null ? null : result.trainingError(),
                result == null ? null : result.testError(),
                result == null ? null : result.finalLoss(),
                result == null ? null : String.format(Locale.ROOT, "%.3f", result.seconds()));
    }
}
