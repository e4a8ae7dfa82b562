package io.github.lanewise.engine.tensor;

import java.util.Arrays;

/**
 * The dimensions of a dense row-major array, outermost first; immutable.
 *
 * <p>Rank 0 is a scalar with one element. A dimension may be 0, the element count fits a {@code long}. Images are
 * {@code [batch, height, width, channels]}.
 */
public final class Shape {
    private static final int MAX_RANK = 8;

    private final int[] dimensions;
    private final long elements;

    private Shape(int[] dimensions) {
        this.dimensions = dimensions;
        this.elements = countElements(dimensions);
    }

    /**
     * The shape with these dimensions.
     *
     * @throws ShapeException for more than 8 dimensions, a negative one, or more elements than a {@code long} counts
     */
    public static Shape of(int... dimensions) {
        return new Shape(dimensions.clone());
    }

    public int rank() {
        return dimensions.length;
    }

    /** The extent of an axis, {@code 0 <= axis < rank()}. */
    public int dimension(int axis) {
        return dimensions[axis];
    }

    /** The product of all dimensions. */
    public long elements() {
        return elements;
    }

    public int[] toArray() {
        return dimensions.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape that && Arrays.equals(dimensions, that.dimensions);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dimensions);
    }

    /** As in {@code [1, 32, 32, 3]}. */
    @Override
    public String toString() {
        return Arrays.toString(dimensions);
    }

    private static long countElements(int[] dimensions) {
        if (dimensions.length > MAX_RANK) {
            throw new ShapeException(
                    "a shape has at most " + MAX_RANK + " dimensions, got " + Arrays.toString(dimensions));
        }
        boolean empty = false;
        long count = 1;
        for (int dimension : dimensions) {
            if (dimension < 0) {
                throw new ShapeException("a dimension must not be negative, got " + Arrays.toString(dimensions));
            }
            empty |= dimension == 0;
            try {
                count = Math.multiplyExact(count, Math.max(1, dimension));
            } catch (ArithmeticException overflow) {
                throw new ShapeException("too many elements in " + Arrays.toString(dimensions));
            }
        }
        return empty ? 0 : count;
    }
}
