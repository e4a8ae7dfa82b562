package io.github.lanewise.examples;

import io.github.lanewise.layers.train.GradientProbe.LayerMeasure;
import io.github.lanewise.layers.train.Magnitudes;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What a network is like on one batch, layer by layer.
 *
 * @param name with {@code -no-bn} where batch norm was taken out
 * @param step how many steps it has learnt
 */
record ProbedNetwork(String name, boolean residual, boolean batchNorm, long step, List<LayerMeasure> layers) {
    /** The two lines above the table of {@link #row}. */
    static final String HEADER = String.format(
            Locale.ROOT,
            "%30s activation of  gradient of%n  %-17s %5s %8s %8s %8s %8s %8s %9s",
            "",
            "convolution",
            "step",
            "first",
            "last",
            "first",
            "last",
            "ratio",
            "denormal");

    private static final Pattern CONVOLUTION = Pattern.compile("(.*\\.)?conv[0-9]+");

    /** The convolutions on the longest way, first to last. */
    List<LayerMeasure> convolutions() {
        return layers.stream()
                .filter(layer -> CONVOLUTION.matcher(layer.layer()).matches())
                .toList();
    }

    /** A line of the table: root mean squares at the first and last convolution, and the largest share of denormals. */
    String row() {
        LayerMeasure first = convolutions().getFirst();
        LayerMeasure last = convolutions().getLast();
        return String.format(
                Locale.ROOT,
                "  %-17s %5d %8.1e %8.1e %8.1e %8.1e %8.1e %7.1f %%",
                name,
                step,
                first.activation().rootMeanSquare(),
                last.activation().rootMeanSquare(),
                first.activationGradient().rootMeanSquare(),
                last.activationGradient().rootMeanSquare(),
                gradientRatio(),
                100 * denormals());
    }

    /** By how much the root mean square of the gradient grows on its way back from the last convolution to the first. */
    double gradientRatio() {
        return convolutions().getFirst().activationGradient().rootMeanSquare()
                / convolutions().getLast().activationGradient().rootMeanSquare();
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
        return IntStream.rangeClosed(1, convolutions().size()).asDoubleStream().toArray();
    }

    /** For a plot with a logarithmic axis, on which there is no 0: values are kept between 1e-30 and 1e30. */
    double[] values(Function<LayerMeasure, Magnitudes> quantity) {
        return convolutions().stream()
                .mapToDouble(layer -> quantity.apply(layer).rootMeanSquare())
                .map(value -> value > 1e-30 ? Math.min(value, 1e30) : 1e-30)
                .toArray();
    }
}
