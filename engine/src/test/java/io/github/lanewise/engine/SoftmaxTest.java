package io.github.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.engine.reference.ReferenceElementwise;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.testkit.Problems;
import java.lang.foreign.Arena;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoftmaxTest {
    private static final int ROWS = 3;
    private static final Workers ALONE = Workers.single();
    private static final float INFINITY = Float.POSITIVE_INFINITY;

    /** The difference to the largest number is rounded before it is exponentiated, hence the logarithm in the bound. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 10, 15, 16, 17, 31, 33, 64, 100, 1000, 20_011})
    void agreesWithFloat64(int columns) {
        float[] x = scaled(columns, 12);
        double[] softmax = ReferenceElementwise.softmax(ROWS, columns, x);
        double[] logSoftmax = ReferenceElementwise.logSoftmax(ROWS, columns, x);
        float[] actual = softmax(x, ROWS, columns);
        float[] actualLog = logSoftmax(x, ROWS, columns);
        for (int i = 0; i < x.length; i++) {
            int roundings = 8 + columns / 256 - (int) logSoftmax[i];
            assertThat((double) actual[i]).isCloseTo(softmax[i], relative(softmax[i], roundings));
            assertThat((double) actualLog[i]).isCloseTo(logSoftmax[i], relative(24, 2 + columns / 256));
        }
    }

    @Test
    void probabilitiesSumToOne() {
        float[] softmax = softmax(scaled(1000, 5), ROWS, 1000);
        for (int row = 0; row < ROWS; row++) {
            double sum = 0;
            for (int i = 0; i < 1000; i++) {
                sum += softmax[row * 1000 + i];
            }
            assertThat(sum).isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void doesNotOverflowAndReachesZero() {
        float[] x = {Float.MAX_VALUE, Float.MAX_VALUE, -Float.MAX_VALUE, 0, -100, -INFINITY};
        float[] softmax = softmax(x, 2, 3);
        assertThat(softmax).startsWith(0.5f, 0.5f, 0, 1);
        assertThat((double) softmax[4]).isCloseTo(Math.exp(-100), within(2.0 * Float.MIN_VALUE));
        assertThat(softmax[5]).isZero();
        assertThat(logSoftmax(x, 2, 3)).endsWith(0, -100, -INFINITY);
    }

    @Test
    void rowsWithoutAMeaningBecomeNan() {
        float[] x = {0, Float.NaN, 1, INFINITY, -INFINITY, -INFINITY, 3, 3};
        assertThat(softmax(x, 4, 2)).containsExactly(nan(6, 0.5f));
        assertThat(logSoftmax(x, 4, 2)).containsExactly(nan(6, (float) -Math.log(2)));
    }

    @Test
    void goesOverTheLastAxisOfPaddedImages() {
        Shape shape = Shape.of(2, 3, 2, 5);
        float[] x = Problems.floats(1, 60);
        Tensor in = Tensor.allocate(Arena.ofAuto(), shape, Padding.of(1)).copyFrom(x);
        Tensor out = Frames.painted(Tensor.allocate(Arena.ofAuto(), shape, Padding.of(2, 0)));
        Elementwise.softmax(in, out, ALONE);
        assertThat(out.toArray()).isEqualTo(softmax(x, 12, 5));
        Frames.assertFrameIsPainted(out);
        Elementwise.logSoftmax(in, out, ALONE);
        assertThat(out.toArray()).isEqualTo(logSoftmax(x, 12, 5));
        Frames.assertFrameIsPainted(out);
    }

    @Test
    void anEmptyAxisIsNoProblem() {
        Tensor empty = Tensor.of(new float[0], 3, 0);
        Elementwise.softmax(empty, empty, ALONE);
        assertThat(softmax(new float[] {4}, 1, 1)).containsExactly(1);
    }

    private static float[] softmax(float[] x, int rows, int columns) {
        Tensor tensor = Tensor.of(x, rows, columns);
        Elementwise.softmax(tensor, tensor, ALONE);
        return tensor.toArray();
    }

    private static float[] logSoftmax(float[] x, int rows, int columns) {
        Tensor tensor = Tensor.of(x, rows, columns);
        Elementwise.logSoftmax(tensor, tensor, ALONE);
        return tensor.toArray();
    }

    /** Uniform in [-scale, scale). */
    private static float[] scaled(int columns, float scale) {
        float[] x = Problems.floats(columns, ROWS * columns);
        for (int i = 0; i < x.length; i++) {
            x[i] *= scale;
        }
        return x;
    }

    /** That many roundings of a number of this size. */
    private static Offset<Double> relative(double size, int roundings) {
        return within(roundings * 0x1p-24 * Math.abs(size) + Float.MIN_VALUE);
    }

    private static float[] nan(int count, float rest) {
        float[] values = new float[8];
        for (int i = 0; i < values.length; i++) {
            values[i] = i < count ? Float.NaN : rest;
        }
        return values;
    }
}
