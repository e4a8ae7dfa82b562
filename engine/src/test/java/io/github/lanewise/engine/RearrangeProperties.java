package io.github.lanewise.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.lanewise.engine.Rearrange.Margin;
import io.github.lanewise.engine.reference.ReferenceRearrange;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.Tensor;
import io.github.lanewise.engine.testkit.Shapes;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class RearrangeProperties {
    private static final Workers ALONE = Workers.single();

    /** One operand by chance. */
    private record Operand(Random random, Shape shape, Tensor tensor) {
        static Operand of(long seed, int leastRank) {
            Random random = new Random(seed);
            Shape shape = Shapes.ofRank(random, leastRank + random.nextInt(6 - leastRank));
            float[] values = Shapes.wildValues(random, shape);
            return new Operand(random, shape, Painted.operand(random, shape, values));
        }

        int rank() {
            return shape.rank();
        }

        float[] values() {
            return tensor.toArray();
        }
    }

    @Property
    void transposesAllAxes(@ForAll @LongRange(min = 0, max = 1 << 20) long seed) {
        Operand x = Operand.of(seed, 0);
        List<Integer> order = IntStream.range(0, x.rank()).boxed().collect(Collectors.toList());
        Collections.shuffle(order, x.random());
        int[] permutation = order.stream().mapToInt(axis -> axis).toArray();
        Shape to = Shape.of(IntStream.of(permutation).map(x.shape()::dimension).toArray());
        float[] expected = ReferenceRearrange.copy(x.shape(), x.values(), to, 0, index -> {
            int[] source = new int[index.length];
            for (int axis = 0; axis < index.length; axis++) {
                source[permutation[axis]] = index[axis];
            }
            return source;
        });
        assertArrayEquals(
                expected,
                Painted.result(x.random(), to, y -> Rearrange.transpose(x.tensor(), permutation, y, ALONE)),
                () -> x.tensor() + " by " + order);
    }

    @Property
    void slicesInStepsOfBothSigns(@ForAll @LongRange(min = 0, max = 1 << 20) long seed) {
        Operand x = Operand.of(seed, 0);
        int rank = x.rank();
        int[] starts = new int[rank];
        int[] steps = new int[rank];
        int[] extents = new int[rank];
        IntUnaryOperator[] places = new IntUnaryOperator[rank];
        for (int axis = 0; axis < rank; axis++) {
            int extent = x.shape().dimension(axis);
            int start = x.random().nextInt(Math.max(1, extent));
            int step = (1 + x.random().nextInt(3)) * (x.random().nextBoolean() ? 1 : -1);
            int most = extent == 0 ? 0 : (step > 0 ? extent - 1 - start : start) / Math.abs(step) + 1;
            starts[axis] = start;
            steps[axis] = step;
            extents[axis] = most == 0 ? 0 : 1 + x.random().nextInt(most);
            places[axis] = i -> start + i * step;
        }
        Shape to = Shape.of(extents);
        assertArrayEquals(
                ReferenceRearrange.byAxis(x.shape(), x.values(), to, 0, places),
                Painted.result(x.random(), to, y -> Rearrange.slice(x.tensor(), starts, steps, y, ALONE)));
    }

    @Property
    void whatIsConcatenatedCanBeSlicedOut(@ForAll @LongRange(min = 0, max = 1 << 20) long seed) {
        Operand x = Operand.of(seed, 1);
        int axis = x.random().nextInt(x.rank());
        int[] extents = IntStream.generate(() -> x.random().nextInt(4))
                .limit(x.random().nextInt(4))
                .toArray();
        Tensor[] operands = new Tensor[extents.length + 1];
        operands[extents.length] = x.tensor();
        for (int i = 0; i < extents.length; i++) {
            Shape shape = Shapes.with(x.shape(), axis, extents[i]);
            operands[i] = Painted.operand(x.random(), shape, Shapes.values(x.random(), shape));
        }
        int before = IntStream.of(extents).sum();
        Shape all = Shapes.with(x.shape(), axis, before + x.shape().dimension(axis));
        float[] joined = Painted.result(x.random(), all, y -> Rearrange.concat(operands, axis, y, ALONE));
        int start = 0;
        for (Tensor operand : operands) {
            int first = start;
            IntUnaryOperator[] places = new IntUnaryOperator[x.rank()];
            for (int d = 0; d < x.rank(); d++) {
                places[d] = d == axis ? i -> first + i : i -> i;
            }
            assertArrayEquals(operand.toArray(), ReferenceRearrange.byAxis(all, joined, operand.shape(), 0, places));
            start += operand.shape().dimension(axis);
        }
    }

    @Property
    void padsWithConstantsAndCutsOff(@ForAll @LongRange(min = 0, max = 1 << 20) long seed) {
        Operand x = Operand.of(seed, 0);
        int rank = x.rank();
        int[] before = x.random().ints(rank, -2, 4).toArray();
        int[] extents = new int[rank];
        IntUnaryOperator[] places = new IntUnaryOperator[rank];
        for (int axis = 0; axis < rank; axis++) {
            int extent = x.shape().dimension(axis);
            int first = before[axis];
            extents[axis] = Math.max(0, first + extent + x.random().nextInt(-2, 4));
            places[axis] = i -> i - first < extent ? i - first : -1;
        }
        Shape to = Shape.of(extents);
        assertArrayEquals(
                ReferenceRearrange.byAxis(x.shape(), x.values(), to, 5, places),
                Painted.result(x.random(), to, y -> Rearrange.pad(x.tensor(), before, Margin.CONSTANT, 5, y, ALONE)));
    }

    @Property
    void padsWithItsOwnElements(@ForAll @LongRange(min = 0, max = 1 << 20) long seed, @ForAll Margin margin) {
        Operand x = Operand.of(seed, 0);
        int rank = x.rank();
        if (margin == Margin.CONSTANT || x.shape().elements() == 0) {
            return;
        }
        int[] before = x.random().ints(rank, 0, 5).toArray();
        int[] extents = new int[rank];
        IntUnaryOperator[] places = new IntUnaryOperator[rank];
        for (int axis = 0; axis < rank; axis++) {
            int extent = x.shape().dimension(axis);
            int first = before[axis];
            extents[axis] = first + extent + x.random().nextInt(5);
            places[axis] = i -> place(margin, i - first, extent);
        }
        Shape to = Shape.of(extents);
        assertArrayEquals(
                ReferenceRearrange.byAxis(x.shape(), x.values(), to, 0, places),
                Painted.result(x.random(), to, y -> Rearrange.pad(x.tensor(), before, margin, 5, y, ALONE)),
                () -> x.tensor() + " with " + margin + " to " + to);
    }

    /** Walks back from beyond the ends, one step at a time. */
    private static int place(Margin margin, int i, int extent) {
        int place = i;
        while (place < 0 || place >= extent) {
            place = switch (margin) {
                case CONSTANT -> -1;
                case EDGE -> place < 0 ? 0 : extent - 1;
                case WRAP -> place < 0 ? place + extent : place - extent;
                case REFLECT -> extent == 1 ? 0 : place < 0 ? -place : 2 * (extent - 1) - place;
            };
        }
        return place;
    }

    @Property
    void expandsAxesOfOneAndMissingOnes(@ForAll @LongRange(min = 0, max = 1 << 20) long seed) {
        Random random = new Random(seed);
        Shape to = Shapes.any(random);
        Shape from = Shapes.broadcastTo(random, to);
        float[] values = Shapes.wildValues(random, from);
        Tensor x = Painted.operand(random, from, values);
        assertArrayEquals(
                ReferenceRearrange.expand(from, values, to),
                Painted.result(random, to, y -> Rearrange.expand(x, y, ALONE)));
    }

    @Property
    void laysTiles(@ForAll @LongRange(min = 0, max = 1 << 20) long seed) {
        Operand x = Operand.of(seed, 0);
        int[] extents = x.shape().toArray();
        IntUnaryOperator[] places = new IntUnaryOperator[x.rank()];
        for (int axis = 0; axis < x.rank(); axis++) {
            int extent = extents[axis];
            extents[axis] *= x.random().nextInt(4);
            places[axis] = i -> i % extent;
        }
        Shape to = Shape.of(extents);
        assertArrayEquals(
                ReferenceRearrange.byAxis(x.shape(), x.values(), to, 0, places),
                Painted.result(x.random(), to, y -> Rearrange.tile(x.tensor(), y, ALONE)));
    }

    @Property
    void gathersByIndicesOfBothSigns(@ForAll @LongRange(min = 0, max = 1 << 20) long seed) {
        Random random = new Random(seed);
        Shape from = Shapes.ofRank(random, 1 + random.nextInt(3));
        int axis = random.nextInt(from.rank());
        int extent = from.dimension(axis);
        int[] indexShape = extent == 0
                ? new int[] {0}
                : random.ints(random.nextInt(3), 0, 4).toArray();
        int count = IntStream.of(indexShape).reduce(1, (a, b) -> a * b);
        long[] indices =
                count == 0 ? new long[0] : random.longs(count, -extent, extent).toArray();
        int[] dimensions = IntStream.concat(
                        IntStream.concat(IntStream.of(from.toArray()).limit(axis), IntStream.of(indexShape)),
                        IntStream.of(from.toArray()).skip(axis + 1L))
                .toArray();
        Shape to = Shape.of(dimensions);
        float[] values = Shapes.wildValues(random, from);
        Tensor x = Tensor.of(values, from.toArray());
        Tensor y = Tensor.of(new float[Math.toIntExact(to.elements())], dimensions);
        Rearrange.gather(x, indices, axis, y, ALONE);
        float[] expected = ReferenceRearrange.copy(from, values, to, 0, index -> {
            int number = 0;
            for (int d = 0; d < indexShape.length; d++) {
                number = number * indexShape[d] + index[axis + d];
            }
            int[] source = new int[from.rank()];
            for (int d = 0; d < source.length; d++) {
                source[d] = d < axis ? index[d] : d > axis ? index[d + indexShape.length - 1] : 0;
            }
            source[axis] = Math.floorMod((int) indices[number], extent);
            return source;
        });
        assertArrayEquals(expected, y.toArray());
    }
}
