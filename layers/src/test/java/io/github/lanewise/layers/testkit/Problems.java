package io.github.lanewise.layers.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.layers.HeInitialisation;
import io.github.lanewise.layers.Layer;
import io.github.lanewise.layers.Parameter;
import java.util.SplittableRandom;

/** Seeded inputs and states, and how results are compared. */
public final class Problems {
    private Problems() {}

    /** He weights; biases, scales and running statistics far enough from 0 and 1 that each of them matters. */
    public static <L extends Layer> L randomised(L layer, long seed) {
        HeInitialisation.apply(layer, seed);
        SplittableRandom random = new SplittableRandom(~seed);
        layer.parameters().forEach((name, parameter) -> {
            if (parameter.shape().rank() == 1) {
                randomise(name, parameter, random);
            }
        });
        return layer;
    }

    private static void randomise(String name, Parameter parameter, SplittableRandom random) {
        boolean positive = name.endsWith("running_var") || name.endsWith("weight");
        float[] values = new float[parameter.shape().dimension(0)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (positive ? random.nextDouble(0.5, 1.5) : random.nextDouble(-0.5, 0.5));
        }
        parameter.values().copyFrom(values);
    }

    /** Values between -1 and 1. */
    public static float[] floats(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }

    /** Values between -1 and 1. */
    public static Tensor tensor(long seed, int... dimensions) {
        return Tensor.of(floats(Math.toIntExact(Shape.of(dimensions).elements()), seed), dimensions);
    }

    /** The largest difference is at most the given part of the largest expected value. */
    public static void assertClose(float[] actual, double[] expected, double tolerance) {
        assertThat(actual).hasSameSizeAs(expected);
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            difference = Math.max(difference, Math.abs(actual[i] - expected[i]));
            assertThat(actual[i]).as("element %d", i).isFinite();
        }
        assertThat(difference).as("largest difference").isLessThanOrEqualTo(tolerance * largest);
    }

    /** Equal in every bit, so that -0 is not 0. */
    public static void assertSameBits(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            if (Float.floatToRawIntBits(actual[i]) != Float.floatToRawIntBits(expected[i])) {
                throw new AssertionError("element " + i + " is " + actual[i] + ", expected " + expected[i]);
            }
        }
    }
}
