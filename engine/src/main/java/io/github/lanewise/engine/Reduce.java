package io.github.lanewise.engine;

import io.github.lanewise.engine.tensor.Reduction;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;
import java.util.Arrays;

/**
 * Sums, means and extremes over any axes.
 *
 * <p>Tensors may have any rank and any padding; only the interior of the result is written, and it must not overlap the
 * operand. If the last axis that is longer than 1 is kept, every result is one chain over its elements in row-major order;
 * if it is reduced, element i joins chain i modulo 32, and the chains are folded in halves. So the bits depend neither on
 * the tier, nor on the vector width, nor on the threads, nor on the padding; nothing is allocated.
 */
public final class Reduce {

    /**
     * {@code y = reduction(x)} over the given axes.
     *
     * @param axes distinct, in any order; none leaves the shape as it is
     * @param y of the shape of x, with the axes as 1 or left out
     * @throws ShapeException if an axis or the result does not fit x
     */
    public static void apply(Reduction reduction, Tensor x, int[] axes, Tensor y, Workers workers) {
        int mask = mask(x.shape(), axes);
        if (!fits(x.shape(), mask, y.shape())) {
            throw new ShapeException(reduction + " of " + x.shape() + " over axes " + Arrays.toString(axes)
                    + " does not give " + y.shape());
        }
        ReduceCall.run(reduction, x, mask, y, workers);
    }

    /**
     * The index of the largest element along an axis, as a float32; NaN counts as larger than any number.
     *
     * @param selectLast whether the last of several largest ones is taken, not the first
     * @param y of the shape of x, with the axis as 1 or left out
     * @throws ShapeException if the axis does not fit x, has no element or more than 2²⁴, or the result does not fit
     */
    public static void argMax(Tensor x, int axis, boolean selectLast, Tensor y, Workers workers) {
        requireIndexable("argMax", x, axis, y);
        ExtremeIndexCall.run(1, x, axis, selectLast, y, workers);
    }

    /** The index of the smallest element; NaN counts as smaller than any number. Otherwise as {@link #argMax}. */
    public static void argMin(Tensor x, int axis, boolean selectLast, Tensor y, Workers workers) {
        requireIndexable("argMin", x, axis, y);
        ExtremeIndexCall.run(-1, x, axis, selectLast, y, workers);
    }

    /**
     * The sum of the squares of all elements in float64, where every square is exact: the square of the norm of a gradient. The
     * order of the sum follows from the number of elements alone.
     */
    public static double sumOfSquares(Tensor x, Workers workers) {
        return ScanCall.run(ScanCall.Operation.SUM_OF_SQUARES, x, workers);
    }

    private static void requireIndexable(String operator, Tensor x, int axis, Tensor y) {
        Shape shape = x.shape();
        boolean indexable = axis >= 0
                && axis < shape.rank()
                && shape.dimension(axis) >= 1
                && shape.dimension(axis) <= 1 << 24
                && fits(shape, 1 << axis, y.shape());
        if (!indexable) {
            throw new ShapeException(operator + " of " + shape + " along axis " + axis + " does not give " + y.shape());
        }
    }

    private static int mask(Shape shape, int[] axes) {
        int mask = 0;
        for (int axis : axes) {
            if (axis < 0 || axis >= shape.rank() || (mask & 1 << axis) != 0) {
                throw new ShapeException(shape + " cannot be reduced over axes " + Arrays.toString(axes));
            }
            mask |= 1 << axis;
        }
        return mask;
    }

    private static boolean fits(Shape x, int mask, Shape y) {
        boolean keeps = x.rank() == y.rank();
        boolean fits = keeps || y.rank() == x.rank() - Integer.bitCount(mask);
        int at = 0;
        for (int axis = 0; fits && axis < x.rank(); axis++) {
            boolean reduced = (mask & 1 << axis) != 0;
            if (keeps || !reduced) {
                fits = y.dimension(at++) == (reduced ? 1 : x.dimension(axis));
            }
        }
        return fits;
    }

    private Reduce() {}
}
