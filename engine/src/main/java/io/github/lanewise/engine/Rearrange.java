package io.github.lanewise.engine;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import java.util.Arrays;

/**
 * Copies of elements to other places; their bits stay as they are.
 *
 * <p>Tensors may have any rank and any padding; only the interior of the result is written. The result must not overlap an
 * operand. Nothing is allocated.
 */
public final class Rearrange {

    /** What stands beyond the ends of an axis. */
    public enum Margin {
        /** One value. */
        CONSTANT,
        /** The elements in opposite order, without the one at the end: {@code c b | a b c | b a}. */
        REFLECT,
        /** The element at the end: {@code a a | a b c | c c}. */
        EDGE,
        /** The elements from the other end on: {@code b c | a b c | a b}. */
        WRAP
    }

    /** {@code y = x} for tensors of one shape, whose paddings may differ. */
    public static void copy(Tensor x, Tensor y, Workers workers) {
        if (!x.shape().equals(y.shape())) {
            throw new ShapeException("a copy of " + x.shape() + " has its shape, got " + y.shape());
        }
        RearrangeCall.expand(x, y, reaching(x, y, workers));
    }

    /**
     * {@code y[i] = x[j]} where index j of axis {@code permutation[d]} is index i of axis d.
     *
     * @param y with {@code y.dimension(d) = x.dimension(permutation[d])}
     * @throws ShapeException if the permutation or the result does not fit x
     */
    public static void transpose(Tensor x, int[] permutation, Tensor y, Workers workers) {
        int rank = x.shape().rank();
        boolean fits = permutation.length == rank && y.shape().rank() == rank;
        int seen = 0;
        for (int axis = 0; fits && axis < rank; axis++) {
            int from = permutation[axis];
            fits = from >= 0
                    && from < rank
                    && y.shape().dimension(axis) == x.shape().dimension(from);
            seen |= 1 << from;
        }
        if (!fits || seen != (1 << rank) - 1) {
            throw new ShapeException("transposition of " + x.shape() + " by " + Arrays.toString(permutation)
                    + " does not give " + y.shape());
        }
        RearrangeCall.transpose(x, permutation, y, reaching(x, y, workers));
    }

    /**
     * {@code y[i] = x[starts + i · steps]}, axis by axis: slices, the parts of a split, reversals.
     *
     * @param steps not 0, may be negative
     * @param y of the rank of x, with as many indices of each axis as shall be taken
     * @throws ShapeException if an index lies outside x, or the ranks differ
     */
    public static void slice(Tensor x, int[] starts, int[] steps, Tensor y, Workers workers) {
        Shape from = x.shape();
        Shape to = y.shape();
        int rank = from.rank();
        boolean fits = to.rank() == rank && starts.length == rank && steps.length == rank;
        for (int axis = 0; fits && axis < rank; axis++) {
            long last = starts[axis] + (to.dimension(axis) - 1L) * steps[axis];
            boolean inside = starts[axis] >= 0
                    && starts[axis] < from.dimension(axis)
                    && last >= 0
                    && last < from.dimension(axis);
            fits = steps[axis] != 0 && (inside || to.elements() == 0);
        }
        if (!fits) {
            throw new ShapeException("a slice of " + from + " from " + Arrays.toString(starts) + " in steps of "
                    + Arrays.toString(steps) + " does not give " + to);
        }
        RearrangeCall.slice(x, starts, steps, y, reaching(x, y, workers));
    }

    /**
     * The operands one behind the other along an axis.
     *
     * @param xs of the shape of y, except that their extents of the axis add up to that of y
     * @throws ShapeException if the shapes do not fit
     */
    public static void concat(Tensor[] xs, int axis, Tensor y, Workers workers) {
        requireAxis("concat", axis, y.shape());
        long extent = 0;
        boolean fits = true;
        for (Tensor x : xs) {
            fits &= x.shape().rank() == y.shape().rank();
            for (int d = 0; fits && d < y.shape().rank(); d++) {
                fits = d == axis || x.shape().dimension(d) == y.shape().dimension(d);
            }
            extent += fits ? x.shape().dimension(axis) : 0;
        }
        if (!fits || extent != y.shape().dimension(axis)) {
            StringBuilder shapes = new StringBuilder();
            for (Tensor x : xs) {
                shapes.append(x.shape());
            }
            throw new ShapeException("operands " + shapes + " along axis " + axis + " do not give " + y.shape());
        }
        Workers reaching = workers.reaching("y", y);
        for (Tensor x : xs) {
            reaching = reaching.reaching("xs", x);
        }
        RearrangeCall.concat(xs, axis, y, reaching);
    }

    /**
     * x with margins around it. The margin behind follows from the extent of y; negative ones cut x, which only
     * {@link Margin#CONSTANT} permits.
     *
     * @param before indices before the first of x, axis by axis
     * @param value of a constant margin
     * @throws ShapeException if the ranks differ, or x has nothing to fill a margin with
     */
    public static void pad(Tensor x, int[] before, Margin margin, float value, Tensor y, Workers workers) {
        Shape from = x.shape();
        Shape to = y.shape();
        int rank = from.rank();
        boolean fits = to.rank() == rank && before.length == rank;
        for (int axis = 0; fits && margin != Margin.CONSTANT && axis < rank; axis++) {
            long after = (long) to.dimension(axis) - before[axis] - from.dimension(axis);
            boolean filled = from.dimension(axis) > 0 || (before[axis] == 0 && after == 0);
            fits = before[axis] >= 0 && after >= 0 && filled;
        }
        if (!fits) {
            throw new ShapeException("a margin " + margin + " of " + Arrays.toString(before) + " before " + from
                    + " does not lead to " + to);
        }
        RearrangeCall.pad(x, before, margin, value, y, reaching(x, y, workers));
    }

    /**
     * x repeated along missing axes and axes of 1, as {@link Broadcast} aligns shapes.
     *
     * @throws ShapeException if x does not broadcast to the shape of y
     */
    public static void expand(Tensor x, Tensor y, Workers workers) {
        Shape from = x.shape();
        int rank = y.shape().rank();
        boolean fits = from.rank() <= rank;
        for (int axis = 0; fits && axis < rank; axis++) {
            int extent = Broadcast.dimension(from, rank, axis);
            fits = extent == 1 || extent == y.shape().dimension(axis);
        }
        if (!fits) {
            throw new ShapeException(from + " does not expand to " + y.shape());
        }
        RearrangeCall.expand(x, y, reaching(x, y, workers));
    }

    /**
     * x as a tile, laid as often as y takes it.
     *
     * @param y of the rank of x; extents are whole multiples of those of x
     * @throws ShapeException if they are not
     */
    public static void tile(Tensor x, Tensor y, Workers workers) {
        Shape from = x.shape();
        Shape to = y.shape();
        boolean fits = from.rank() == to.rank();
        for (int axis = 0; fits && axis < from.rank(); axis++) {
            fits = from.dimension(axis) == 0 ? to.dimension(axis) == 0 : to.dimension(axis) % from.dimension(axis) == 0;
        }
        if (!fits) {
            throw new ShapeException("tiles " + from + " do not cover " + to);
        }
        RearrangeCall.tile(x, y, reaching(x, y, workers));
    }

    /**
     * {@code y[i, j, k] = x[i, indices[j], k]} with i for the axes before {@code axis}, k for those behind it, and j for any
     * number of axes that together have as many elements as there are indices. Dense tensors only.
     *
     * @param indices within the axis; negative ones count from its end
     * @throws ShapeException if the shapes do not fit or a tensor is not dense
     * @throws IndexOutOfBoundsException if an index lies outside the axis
     */
    public static void gather(Tensor x, long[] indices, int axis, Tensor y, Workers workers) {
        requireAxis("gather", axis, x.shape());
        Shape from = x.shape();
        Shape to = y.shape();
        int more = to.rank() - from.rank();
        boolean fits = more >= -1 && x.isDense() && y.isDense();
        long count = 1;
        for (int d = 0; fits && d < to.rank(); d++) {
            if (d < axis) {
                fits = to.dimension(d) == from.dimension(d);
            } else if (d <= axis + more) {
                count *= to.dimension(d);
            } else {
                fits = to.dimension(d) == from.dimension(d - more);
            }
        }
        if (!fits || count != indices.length) {
            throw new ShapeException("gathering " + indices.length + " indices along axis " + axis + " of " + x
                    + " does not give a dense " + y);
        }
        int extent = from.dimension(axis);
        for (long index : indices) {
            if (index < -extent || index >= extent) {
                throw new IndexOutOfBoundsException("index " + index + " is outside axis " + axis + " of " + from);
            }
        }
        RearrangeCall.gather(x, indices, axis, y, reaching(x, y, workers));
    }

    private static Workers reaching(Tensor x, Tensor y, Workers workers) {
        return workers.reaching("x", x).reaching("y", y);
    }

    private static void requireAxis(String operator, int axis, Shape shape) {
        if (axis < 0 || axis >= shape.rank()) {
            throw new ShapeException(operator + ": " + shape + " has no axis " + axis);
        }
    }

    private Rearrange() {}
}
