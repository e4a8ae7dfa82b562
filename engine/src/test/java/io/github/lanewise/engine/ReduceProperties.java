package io.github.lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.lanewise.engine.reference.ReferenceReduce;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Reduction;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.testkit.Shapes;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class ReduceProperties {
    private static final Workers ALONE = Workers.single();

    @Property
    void agreesWithFloat64(@ForAll @LongRange(min = 0, max = 1 << 20) long seed, @ForAll Reduction reduction) {
        Random random = new Random(seed);
        Shape shape = Shapes.any(random);
        int[] axes = someAxes(random, shape);
        Shape kept = keeping(shape, axes);
        float[] values = Shapes.values(random, shape);
        Tensor x = Painted.operand(random, shape, values);
        double[] expected = ReferenceReduce.apply(reduction, shape, values, kept);
        float[] actual = Painted.result(
                random,
                random.nextBoolean() ? kept : without(shape, axes),
                y -> Reduce.apply(reduction, x, axes, y, ALONE));
        double count = (double) shape.elements() / Math.max(1, kept.elements());
        for (int i = 0; i < actual.length; i++) {
            double bound = reduction == Reduction.MEAN ? count * 0x1p-23 : count * count * 0x1p-23 + 0x1p-23;
            if (Double.isNaN(expected[i])) {
                assertThat(actual[i]).isNaN();
            } else if (expected[i] != actual[i]) {
                assertThat(Math.abs(actual[i] - expected[i]))
                        .as("%s of %s to %s, element %d, seed %d", reduction, x, kept, i, seed)
                        .isLessThanOrEqualTo(bound);
            }
        }
    }

    @Property
    void extremesAreExactWithAnyValues(@ForAll @LongRange(min = 0, max = 1 << 20) long seed) {
        Random random = new Random(seed);
        Shape shape = Shapes.any(random);
        int[] axes = someAxes(random, shape);
        Shape kept = keeping(shape, axes);
        float[] values = Shapes.wildValues(random, shape);
        Tensor x = Painted.operand(random, shape, values);
        for (Reduction reduction : new Reduction[] {Reduction.MINIMUM, Reduction.MAXIMUM}) {
            double[] expected = ReferenceReduce.apply(reduction, shape, values, kept);
            float[] actual = Painted.result(random, kept, y -> Reduce.apply(reduction, x, axes, y, ALONE));
            assertArrayEquals(
                    expected,
                    IntStream.range(0, actual.length)
                            .mapToDouble(i -> actual[i])
                            .toArray());
        }
    }

    @Property
    void thePaddingDoesNotMatterForTheBits(@ForAll @LongRange(min = 0, max = 1 << 20) long seed) {
        Random random = new Random(seed);
        Shape shape = Shapes.ofRank(random, 4);
        int[] axes = someAxes(random, shape);
        Shape kept = without(shape, axes);
        float[] values = Shapes.values(random, shape);
        Tensor dense = Painted.operand(shape, Padding.NONE, values);
        Tensor padded = Painted.operand(shape, new Padding(1, 2, 3, 1), values);
        assertArrayEquals(
                Painted.result(random, kept, y -> Reduce.apply(Reduction.SUM, dense, axes, y, ALONE)),
                Painted.result(random, kept, y -> Reduce.apply(Reduction.SUM, padded, axes, y, ALONE)));
    }

    @Property
    void findsTheIndicesOfExtremes(@ForAll @LongRange(min = 0, max = 1 << 20) long seed) {
        Random random = new Random(seed);
        Shape shape = Shapes.ofRank(random, 1 + random.nextInt(4));
        int axis = random.nextInt(shape.rank());
        if (shape.dimension(axis) == 0) {
            return;
        }
        float[] values = Shapes.wildValues(random, shape);
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextBoolean() ? (float) Math.rint(4 * values[i]) : values[i];
        }
        boolean selectLast = random.nextBoolean();
        Shape kept = Shapes.with(shape, axis, 1);
        Shape to = random.nextBoolean() ? kept : without(shape, axis);
        Tensor x = Painted.operand(random, shape, values);
        assertArrayEquals(
                ReferenceReduce.extremeIndex(1, shape, values, axis, selectLast, kept),
                Painted.result(random, to, y -> Reduce.argMax(x, axis, selectLast, y, ALONE)));
        assertArrayEquals(
                ReferenceReduce.extremeIndex(-1, shape, values, axis, selectLast, kept),
                Painted.result(random, to, y -> Reduce.argMin(x, axis, selectLast, y, ALONE)));
    }

    private static int[] someAxes(Random random, Shape shape) {
        return IntStream.range(0, shape.rank())
                .filter(axis -> random.nextBoolean())
                .toArray();
    }

    private static Shape keeping(Shape shape, int... axes) {
        Shape kept = shape;
        for (int axis : axes) {
            kept = Shapes.with(kept, axis, 1);
        }
        return kept;
    }

    private static Shape without(Shape shape, int... axes) {
        return Shape.of(IntStream.range(0, shape.rank())
                .filter(axis -> IntStream.of(axes).noneMatch(reduced -> reduced == axis))
                .map(shape::dimension)
                .toArray());
    }
}
