package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.Broadcast;
import io.github.lanewise.engine.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;

/** Whole numbers that are known while a graph is imported, mostly shapes, and what models compute with them. */
@SuppressWarnings("ArrayRecordComponent") // never changed, never compared
record IntegerTensor(Shape shape, long[] values) {
    private static final int MAX_ELEMENTS = 1 << 22;

    IntegerTensor {
        if (values.length != shape.elements()) {
            throw new IllegalArgumentException(values.length + " integers for the shape " + shape);
        }
    }

    static IntegerTensor vector(long... values) {
        return new IntegerTensor(Shape.of(values.length), values);
    }

    static IntegerTensor scalar(long value) {
        return new IntegerTensor(Shape.of(), new long[] {value});
    }

    /** Every element the same. */
    static IntegerTensor filled(Shape shape, long value) {
        IntegerTensor filled = new IntegerTensor(shape, room(shape));
        Arrays.fill(filled.values, value);
        return filled;
    }

    /** {@link IllegalArgumentException} if shape arithmetic or indices cannot need that many. */
    static void requireRoom(Shape shape) {
        if (shape.elements() > MAX_ELEMENTS) {
            throw new IllegalArgumentException("too many integers: " + shape);
        }
    }

    private static long[] room(Shape shape) {
        requireRoom(shape);
        return new long[(int) shape.elements()];
    }

    IntegerTensor reshape(Shape target) {
        return new IntegerTensor(target, values);
    }

    IntegerTensor map(LongUnaryOperator function) {
        return new IntegerTensor(shape, Arrays.stream(values).map(function).toArray());
    }

    /** {@code function(this, other)} in the shape to which both broadcast. */
    IntegerTensor combine(IntegerTensor other, LongBinaryOperator function) {
        Shape target = Broadcast.shape(shape, other.shape);
        IntegerTensor left = expand(target);
        IntegerTensor right = other.expand(target);
        long[] result = room(target);
        for (int i = 0; i < result.length; i++) {
            result[i] = function.applyAsLong(left.values[i], right.values[i]);
        }
        return new IntegerTensor(target, result);
    }

    IntegerTensor expand(Shape target) {
        int missing = target.rank() - shape.rank();
        int[] starts = new int[target.rank()];
        int[] steps = new int[target.rank()];
        int step = 1;
        for (int axis = target.rank() - 1; axis >= 0; axis--) {
            int extent = axis < missing ? 1 : shape.dimension(axis - missing);
            steps[axis] = extent == 1 ? 0 : step;
            step *= extent;
        }
        return pick(target, starts, steps);
    }

    IntegerTensor transpose(List<Integer> permutation) {
        int[] own = strides();
        int[] dimensions = new int[permutation.size()];
        int[] steps = new int[permutation.size()];
        for (int axis = 0; axis < steps.length; axis++) {
            dimensions[axis] = shape.dimension(permutation.get(axis));
            steps[axis] = own[permutation.get(axis)];
        }
        return pick(Shape.of(dimensions), new int[steps.length], steps);
    }

    /** {@code this[starts + i * steps]}. */
    IntegerTensor slice(Shape target, List<Integer> starts, List<Integer> steps) {
        int[] own = strides();
        int[] first = new int[own.length];
        int[] next = new int[own.length];
        for (int axis = 0; axis < own.length; axis++) {
            first[axis] = starts.get(axis) * own[axis];
            next[axis] = steps.get(axis) * own[axis];
        }
        return pick(target, first, next);
    }

    IntegerTensor gather(IntegerTensor indices, int axis) {
        int outer = 1;
        for (int d = 0; d < axis; d++) {
            outer *= shape.dimension(d);
        }
        int extent = shape.dimension(axis);
        int inner = extent == 0 || outer == 0 ? 0 : values.length / outer / extent;
        Shape target = Axes.gathered(shape, indices.shape, axis);
        long[] result = room(target);
        int at = 0;
        for (int o = 0; o < outer; o++) {
            for (long index : indices.values) {
                int i = Math.toIntExact(index < 0 ? index + extent : index);
                System.arraycopy(values, (o * extent + Objects.checkIndex(i, extent)) * inner, result, at, inner);
                at += inner;
            }
        }
        return new IntegerTensor(target, result);
    }

    static IntegerTensor concat(List<IntegerTensor> parts, int axis, Shape target) {
        long[] result = room(target);
        int outer = 1;
        for (int d = 0; d < axis; d++) {
            outer *= target.dimension(d);
        }
        int at = 0;
        for (int o = 0; o < outer; o++) {
            for (IntegerTensor part : parts) {
                int run = part.values.length / outer;
                System.arraycopy(part.values, o * run, result, at, run);
                at += run;
            }
        }
        return new IntegerTensor(target, result);
    }

    private int[] strides() {
        int[] strides = new int[shape.rank()];
        int step = 1;
        for (int axis = strides.length - 1; axis >= 0; axis--) {
            strides[axis] = step;
            step *= shape.dimension(axis);
        }
        return strides;
    }

    /** The elements at {@code Σ starts + index * steps} over the axes of the target. */
    private IntegerTensor pick(Shape target, int[] starts, int[] steps) {
        long[] result = room(target);
        int[] index = new int[target.rank()];
        int from = Arrays.stream(starts).sum();
        for (int i = 0; i < result.length; i++) {
            result[i] = values[from];
            for (int axis = target.rank() - 1; axis >= 0; axis--) {
                from += steps[axis];
                if (++index[axis] < target.dimension(axis)) {
                    break;
                }
                from -= steps[axis] * target.dimension(axis);
                index[axis] = 0;
            }
        }
        return new IntegerTensor(target, result);
    }
}
