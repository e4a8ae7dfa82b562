package io.github.lanewise.examples;

import io.github.lanewise.layers.train.GradientProbe.LayerMeasure;
import io.github.lanewise.layers.train.Magnitudes;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What a network is like on one batch, layer by layer.
 *
 * @param name with {@code -no-bn} where batch norm was taken out
 * @param step how many steps it has learnt
 */
record ProbedNetwork(String name, boolean residual, boolean batchNorm, long step, List<LayerMeasure> layers) {
    /** The columns of the table, above {@link #row}. */
    static final String HEADER = "  network           step   activation       gradient of activations      weights\n"
            + "                          first    last      first      last    ratio   denormal";

    /** A line of the table: root mean squares of the first and last layer, and what became of the gradient between. */
    String row() {
        LayerMeasure first = layers.getFirst();
        LayerMeasure last = layers.getLast();
        double firstGradient = first.activationGradient().rootMeanSquare();
        double lastGradient = last.activationGradient().rootMeanSquare();
        return String.format(
                Locale.ROOT,
                "  %-17s %4d %8.1e %8.1e  %8.1e  %8.1e %8.1e %7.1f %%",
                name,
                step,
                first.activation().rootMeanSquare(),
                last.activation().rootMeanSquare(),
                firstGradient,
                lastGradient,
                firstGradient / lastGradient,
                100 * denormals());
    }

    /** By how much the gradient grows on its way from the last layer to the first. */
    double gradientRatio() {
        return layers.getFirst().activationGradient().norm()
                / layers.getLast().activationGradient().norm();
    }

    private double denormals() {
        return layers.stream()
                .mapToDouble(layer -> Math.max(
                        layer.activation().denormalShare(),
                        layer.activationGradient().denormalShare()))
                .max()
                .orElse(0);
    }

    double[] numbers() {
        return IntStream.rangeClosed(1, layers.size()).asDoubleStream().toArray();
    }

    /** For a plot with a logarithmic axis, on which there is no 0: values are kept between 1e-30 and 1e30. */
    double[] values(Function<LayerMeasure, Magnitudes> quantity) {
        return layers.stream()
                .mapToDouble(layer -> quantity.apply(layer).rootMeanSquare())
                .map(value -> value > 1e-30 ? Math.min(value, 1e30) : 1e-30)
                .toArray();
    }
}
