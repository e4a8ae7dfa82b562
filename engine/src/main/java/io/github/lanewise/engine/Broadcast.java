package io.github.lanewise.engine;

import io.github.lanewise.engine.tensor.BinaryOperation;
import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;

/**
 * Functions of two elements with broadcasting as in NumPy and ONNX: shapes are aligned at their last axes, missing axes
 * count as 1, and along an axis of 1 the one element serves all.
 *
 * <p>Tensors may have any rank and any padding; only the interior of the result is written. The result may be an operand of
 * its own shape, but must not overlap one otherwise. The bits depend neither on the tier, nor on the vector width, nor on
 * the threads; nothing is allocated.
 */
public final class Broadcast {

    /**
     * {@code y = operation(a, b)}.
     *
     * @param y of the shape to which a and b broadcast
     * @throws ShapeException if a and b do not broadcast to the shape of y
     */
    public static void apply(BinaryOperation operation, Tensor a, Tensor b, Tensor y, Workers workers) {
        if (!fits(a.shape(), b.shape(), y.shape())) {
            throw new ShapeException(
                    operation + " of " + a.shape() + " and " + b.shape() + " does not give " + y.shape());
        }
        BroadcastCall.run(operation, a, b, y, workers);
    }

    /**
     * The shape to which two shapes broadcast.
     *
     * @throws ShapeException if they do not
     */
    public static Shape shape(Shape a, Shape b) {
        int rank = Math.max(a.rank(), b.rank());
        int[] dimensions = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            int left = dimension(a, rank, axis);
            int right = dimension(b, rank, axis);
            if (left != right && left != 1 && right != 1) {
                throw new ShapeException(a + " and " + b + " do not broadcast to one shape");
            }
            dimensions[axis] = left == 1 ? right : left;
        }
        return Shape.of(dimensions);
    }

    /** The extent of an axis of a shape that is aligned with {@code rank} axes at the last one. */
    static int dimension(Shape shape, int rank, int axis) {
        int own = axis - rank + shape.rank();
        return own < 0 ? 1 : shape.dimension(own);
    }

    /** Bytes from one index to the next of an axis of a tensor that is aligned with {@code rank} axes; 0 along an axis of 1. */
    static long step(Tensor tensor, int rank, int axis) {
        int own = axis - rank + tensor.shape().rank();
        return own < 0 || tensor.shape().dimension(own) == 1 ? 0 : StridedWalk.step(tensor, own);
    }

    private static boolean fits(Shape a, Shape b, Shape y) {
        int rank = y.rank();
        boolean fits = rank == Math.max(a.rank(), b.rank());
        for (int axis = 0; fits && axis < rank; axis++) {
            int left = dimension(a, rank, axis);
            int right = dimension(b, rank, axis);
            fits = (left == right || left == 1 || right == 1) && y.dimension(axis) == (left == 1 ? right : left);
        }
        return fits;
    }

    private Broadcast() {}
}
