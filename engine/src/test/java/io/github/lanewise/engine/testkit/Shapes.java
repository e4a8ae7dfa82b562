package io.github.lanewise.engine.testkit;

import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Shape;
import java.util.Arrays;
import java.util.Random;

/** Shapes by chance: ranks 0 to 5, extents of 0 and 1, primes and those around vectors, none too large for naive loops. */
public final class Shapes {
    private static final int[] EXTENTS = {1, 2, 3, 5, 1, 2, 3, 4, 7, 1, 2, 8, 16, 17, 0, 33, 65, 131};
    private static final int MAX_ELEMENTS = 6000;

    /** Of any rank. */
    public static Shape any(Random random) {
        return ofRank(random, random.nextInt(6));
    }

    public static Shape ofRank(Random random, int rank) {
        int[] dimensions = new int[rank];
        int elements = 1;
        for (int axis = rank - 1; axis >= 0; axis--) {
            int extent = EXTENTS[random.nextInt(EXTENTS.length)];
            dimensions[axis] = elements * extent <= MAX_ELEMENTS ? extent : 1;
            elements *= Math.max(1, dimensions[axis]);
        }
        return Shape.of(dimensions);
    }

    /** The shape with another extent along one axis. */
    public static Shape with(Shape shape, int axis, int extent) {
        int[] dimensions = shape.toArray();
        dimensions[axis] = extent;
        return Shape.of(dimensions);
    }

    /** A shape that broadcasts to the given one: some extents are 1, some leading axes are missing. */
    public static Shape broadcastTo(Random random, Shape shape) {
        int[] dimensions = shape.toArray();
        int all = random.nextInt(3);
        for (int axis = 0; axis < dimensions.length; axis++) {
            if (all == 0 || (all == 1 && random.nextBoolean())) {
                dimensions[axis] = 1;
            }
        }
        int dropped = 0;
        while (dropped < dimensions.length && dimensions[dropped] == 1 && random.nextBoolean()) {
            dropped++;
        }
        return Shape.of(Arrays.copyOfRange(dimensions, dropped, dimensions.length));
    }

    /** Half of the images have one. */
    public static Padding padding(Random random, Shape shape) {
        if (shape.rank() != 4 || random.nextBoolean()) {
            return Padding.NONE;
        }
        return new Padding(random.nextInt(3), random.nextInt(3), random.nextInt(3), random.nextInt(3));
    }

    /** Numbers for a shape, uniform in [-1, 1). */
    public static float[] values(Random random, Shape shape) {
        return Problems.floats(random.nextLong(), Math.toIntExact(shape.elements()));
    }

    /** The same with NaN, infinities, zeros and other extremes among them. */
    public static float[] wildValues(Random random, Shape shape) {
        float[] values = values(random, shape);
        Specials.sprinkle(random.nextLong(), 20, Specials.extreme(), values);
        return Specials.sprinkle(random.nextLong(), 40, Specials.notFinite(), values);
    }

    private Shapes() {}
}
