package io.github.lanewise.layers.onnx;

import io.github.lanewise.engine.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Axes of values: negative ones, and where those of {@code [N, C, H, W]} and {@code [N, C, L]} lie in channels-last images. */
final class Axes {
    private static final int[] OF_IMAGES = {0, 3, 1, 2};
    private static final int[] OF_SEQUENCES = {0, 3, 2};

    private Axes() {}

    /** An axis between 0 and rank - 1; {@link IllegalArgumentException} if there is no such axis. */
    static int of(long axis, int rank) {
        long counted = axis < 0 ? axis + rank : axis;
        if (counted < 0 || counted >= rank) {
            throw new IllegalArgumentException("axis " + axis + " of a value of rank " + rank);
        }
        return (int) counted;
    }

    /** Distinct axes. */
    static int[] of(long[] axes, int rank) {
        if (axes.length > rank) {
            throw new IllegalArgumentException(axes.length + " axes of a value of rank " + rank);
        }
        int[] counted = Arrays.stream(axes).mapToInt(axis -> of(axis, rank)).toArray();
        if (Arrays.stream(counted).distinct().count() != counted.length) {
            throw new IllegalArgumentException("axes " + Arrays.toString(axes) + " occur twice");
        }
        return counted;
    }

    static int[] all(int rank) {
        return IntStream.range(0, rank).toArray();
    }

    static boolean mayBeImages(Shape shape) {
        return shape.rank() == 3 || shape.rank() == 4;
    }

    /** The axis of an image that is this axis of a value of rank 3 or 4. */
    static int inImages(int axis, int rank) {
        return rank == 4 ? OF_IMAGES[axis] : OF_SEQUENCES[axis];
    }

    /** {@code [N, H, W, C]} for {@code [N, C, H, W]}, {@code [N, 1, L, C]} for {@code [N, C, L]}. */
    static Shape images(Shape shape) {
        return shape.rank() == 4
                ? Shape.of(shape.dimension(0), shape.dimension(2), shape.dimension(3), shape.dimension(1))
                : Shape.of(shape.dimension(0), 1, shape.dimension(2), shape.dimension(1));
    }

    /** One number per axis of a value in the order of the axes of its images; the axis that sequences lack has its own. */
    static List<Integer> inImages(List<Integer> perAxis, int otherwise) {
        List<Integer> mapped = new ArrayList<>(List.of(otherwise, otherwise, otherwise, otherwise));
        for (int axis = 0; axis < perAxis.size(); axis++) {
            mapped.set(inImages(axis, perAxis.size()), perAxis.get(axis));
        }
        return mapped;
    }

    static List<Integer> inImages(int[] axes, int rank) {
        return Arrays.stream(axes).map(axis -> inImages(axis, rank)).boxed().toList();
    }

    static List<Integer> list(int[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    /** A shape with 1 before it until it has the rank. */
    static Shape padded(Shape shape, int rank) {
        int[] dimensions = new int[rank];
        Arrays.fill(dimensions, 1);
        System.arraycopy(shape.toArray(), 0, dimensions, rank - shape.rank(), shape.rank());
        return Shape.of(dimensions);
    }

    static Shape with(Shape shape, int axis, int extent) {
        int[] dimensions = shape.toArray();
        dimensions[axis] = extent;
        return Shape.of(dimensions);
    }

    /** The shape without these axes. */
    static Shape without(Shape shape, int[] axes) {
        return Shape.of(IntStream.range(0, shape.rank())
                .filter(axis -> Arrays.stream(axes).noneMatch(left -> left == axis))
                .map(shape::dimension)
                .toArray());
    }

    /** The shape of what is gathered: the axis gives way to the axes of the indices. */
    static Shape gathered(Shape data, Shape indices, int axis) {
        int[] dimensions = new int[data.rank() - 1 + indices.rank()];
        for (int d = 0; d < dimensions.length; d++) {
            dimensions[d] = d < axis
                    ? data.dimension(d)
                    : d < axis + indices.rank() ? indices.dimension(d - axis) : data.dimension(d - indices.rank() + 1);
        }
        return Shape.of(dimensions);
    }

    static Shape transposed(Shape shape, List<Integer> permutation) {
        return Shape.of(
                permutation.stream().mapToInt(axis -> shape.dimension(axis)).toArray());
    }
}
