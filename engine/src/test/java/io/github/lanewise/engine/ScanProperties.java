package io.github.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.testkit.Shapes;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** Sums of squares and denormals of tensors of any rank and padding. */
class ScanProperties {
    private static final Workers ALONE = Workers.single();
    private static final float[] TINY = {
        Float.MIN_VALUE, -Float.MIN_VALUE, 0, -0f, Float.MIN_NORMAL, -Float.MIN_NORMAL, Math.nextDown(Float.MIN_NORMAL)
    };

    @Property
    void sumsOfSquaresAgreeWithFloat64WhateverThePadding(@ForAll @LongRange(min = 0, max = 1 << 20) long seed) {
        Random random = new Random(seed);
        Shape shape = shape(random);
        float[] values = Shapes.values(random, shape);
        double expected = 0;
        for (float value : values) {
            expected += (double) value * value;
        }
        double dense = Reduce.sumOfSquares(Painted.operand(shape, Padding.NONE, values), ALONE);
        assertThat(dense).isCloseTo(expected, within(1e-12 * expected));
        assertThat(Reduce.sumOfSquares(Painted.operand(random, shape, values), ALONE))
                .isEqualTo(dense);
    }

    @Property
    void denormalsAreCountedAndFlushed(@ForAll @LongRange(min = 0, max = 1 << 20) long seed) {
        Random random = new Random(seed);
        Shape shape = shape(random);
        float[] values = Shapes.wildValues(random, shape);
        float[] expected = new float[values.length];
        int count = 0;
        for (int i = 0; i < values.length; i++) {
            if (random.nextInt(3) == 0) {
                values[i] = TINY[random.nextInt(TINY.length)];
            }
            boolean tiny = Math.abs(values[i]) < Float.MIN_NORMAL;
            count += tiny && values[i] != 0 ? 1 : 0;
            expected[i] = tiny ? 0 : values[i];
        }
        Tensor x = Painted.operand(random, shape, values);
        assertThat(Denormals.count(x, ALONE)).isEqualTo(count);
        assertThat(Denormals.flush(x, ALONE)).isEqualTo(count);
        assertThat(Denormals.count(x, ALONE)).isZero();
        float[] flushed = x.toArray();
        for (int i = 0; i < flushed.length; i++) {
            boolean bothNaN = Float.isNaN(flushed[i]) && Float.isNaN(expected[i]);
            assertThat(flushed[i] == expected[i] || bothNaN)
                    .as("seed %d, element %d is %s, not %s", seed, i, flushed[i], expected[i])
                    .isTrue();
        }
        Frames.assertFrameIsPainted(x);
    }

    private static Shape shape(Random random) {
        return random.nextInt(10) == 0 ? Shape.of(2, 23, 31, 19) : Shapes.any(random);
    }
}
