package io.github.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.testkit.Shapes;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class ElementwiseGradientProperties {
    private static final Workers ALONE = Workers.single();

    @Property
    void reluPassesTheGradientWhereItWasPositive(@ForAll(supplier = Operands.Any.class) Operands operands) {
        float[] y = operands.a();
        float[] expected = operands.b();
        for (int i = 0; i < expected.length; i++) {
            expected[i] = y[i] <= 0 || Math.abs(expected[i]) < Float.MIN_NORMAL ? 0 : expected[i];
        }
        Operands.Operation operation = (a, b, out) -> Elementwise.reluGradient(a, b, out, ALONE);
        assertThat(operands.apply(operation)).as("%s", operands).isEqualTo(expected);
        assertThat(operands.applyInPlace(operation)).as("%s", operands).isEqualTo(expected);
    }

    /** The scalar product of the shortcut of x with a gradient is that of x with the gradient of the shortcut. */
    @Property
    void theGradientOfTheShortcutIsItsTranspose(
            @ForAll @LongRange(min = 0, max = 1 << 20) long seed,
            @ForAll @IntRange(min = 1, max = 4) int stride,
            @ForAll @IntRange(max = 20) int before,
            @ForAll @IntRange(max = 20) int after) {
        Random random = new Random(seed);
        Shape shape = Shapes.ofRank(random, random.nextBoolean() ? 2 : 4);
        Shape outShape = shortcut(shape, stride, before + after);
        float[] gradient = integers(random, outShape);
        float[] x = integers(random, shape);
        Tensor dOut = Painted.operand(random, outShape, gradient);
        Tensor in = Tensor.of(x, shape.toArray());
        Tensor out = Tensor.of(new float[gradient.length], outShape.toArray());
        Elementwise.subsamplePadChannels(stride, before, in, out, ALONE);
        float[] result = Painted.result(
                random, shape, dIn -> Elementwise.subsamplePadChannelsGradient(stride, before, dOut, dIn, ALONE));
        assertThat(dot(result, x)).isEqualTo(dot(gradient, out.toArray()));

        Tensor sum = Painted.operand(random, shape, x);
        Elementwise.addSubsamplePadChannelsGradient(stride, before, dOut, sum, ALONE);
        float[] expected = x.clone();
        for (int i = 0; i < x.length; i++) {
            expected[i] += result[i];
        }
        assertThat(sum.toArray()).isEqualTo(expected);
        Frames.assertFrameIsPainted(sum);
    }

    private static Shape shortcut(Shape shape, int stride, int moreChannels) {
        int[] dimensions = shape.toArray();
        dimensions[dimensions.length - 1] += moreChannels;
        for (int axis = 1; axis < dimensions.length - 1; axis++) {
            dimensions[axis] = Math.ceilDiv(dimensions[axis], stride);
        }
        return Shape.of(dimensions);
    }

    /** So that sums are exact. */
    private static float[] integers(Random random, Shape shape) {
        float[] values = Shapes.values(random, shape);
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.round(9 * values[i]);
        }
        return values;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
