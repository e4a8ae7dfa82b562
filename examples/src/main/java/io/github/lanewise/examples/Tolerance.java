package io.github.lanewise.examples;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.layers.graph.Data;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** How far from an expected value a value may be: {@code absolute + relative * |expected|}; NaN only where NaN is expected. */
record Tolerance(double relative, double absolute) {
    /** What is wrong with a result; null if nothing is. */
    @Nullable
    String complaint(Data actual, Data expected) {
        if (!actual.shape().equals(expected.shape())) {
            return "has the shape " + actual.shape() + " instead of " + expected.shape();
        }
        double[] found = doubles(actual);
        double[] wanted = doubles(expected);
        int different = 0;
        int first = 0;
        for (int i = wanted.length - 1; i >= 0; i--) {
            if (!accepts(found[i], wanted[i])) {
                different++;
                first = i;
            }
        }
        return different == 0
                ? null
                : different + " of " + wanted.length + " values differ, the first is " + found[first] + " instead of "
                        + wanted[first];
    }

    private boolean accepts(double actual, double expected) {
        return Double.compare(actual, expected) == 0
                || actual == expected
                || Math.abs(actual - expected) <= absolute + relative * Math.abs(expected);
    }

    private static double[] doubles(Data data) {
        Shape shape = data.shape();
        return switch (data) {
            case Data.Floats floats ->
                IntStream.range(0, Math.toIntExact(shape.elements()))
                        .mapToDouble(i -> floats.values()[i])
                        .toArray();
            case Data.Integers integers ->
                IntStream.range(0, Math.toIntExact(shape.elements()))
                        .mapToDouble(i -> integers.values()[i])
                        .toArray();
        };
    }
}
