package io.github.lanewise.engine;

import io.github.lanewise.engine.tensor.Shape;
import io.github.lanewise.engine.tensor.ShapeException;
import io.github.lanewise.engine.tensor.Tensor;

/**
 * Products of stacks of matrices, as {@code numpy.matmul} and ONNX MatMul define them: the last two axes are matrices, those
 * before them are broadcast; an operand of rank 1 is a row on the left, a column on the right, and has no axis in the result.
 *
 * <p>Dense tensors only. Every element is one chain of fused multiply-adds with k ascending, as in {@link Gemm}. The result must
 * not overlap an operand.
 */
public final class MatMul {

    /**
     * {@code y = a b}.
     *
     * @param a {@code [..., m, k]} or {@code [k]}
     * @param b {@code [..., k, n]} or {@code [k]}
     * @param y {@code [..., m, n]}, without m or n if a or b is of rank 1
     * @throws ShapeException if the shapes do not fit or a tensor is not dense
     */
    public static void run(Tensor a, Tensor b, Tensor y, Workers workers) {
        if (!fits(a.shape(), b.shape(), y.shape()) || !(a.isDense() && b.isDense() && y.isDense())) {
            throw new ShapeException("matmul of " + a + " and " + b + " does not give a dense " + y);
        }
        Workers reaching = workers.reaching("a", a).reaching("b", b).reaching("y", y);
        if (y.shape().elements() > 0) {
            MatMulCall.run(a, b, y, reaching);
        }
    }

    /**
     * The shape of a product.
     *
     * @throws ShapeException if the operands do not fit each other
     */
    public static Shape shape(Shape a, Shape b) {
        requireProduct(a, b);
        int batchAxes = batchAxes(a, b);
        int[] dimensions = new int[batchAxes + (a.rank() > 1 ? 1 : 0) + (b.rank() > 1 ? 1 : 0)];
        for (int axis = 0; axis < batchAxes; axis++) {
            int left = batch(a, batchAxes, axis);
            dimensions[axis] = left == 1 ? batch(b, batchAxes, axis) : left;
        }
        int at = batchAxes;
        if (a.rank() > 1) {
            dimensions[at++] = a.dimension(a.rank() - 2);
        }
        if (b.rank() > 1) {
            dimensions[at] = b.dimension(b.rank() - 1);
        }
        return Shape.of(dimensions);
    }

    static int batchAxes(Shape a, Shape b) {
        return Math.max(Math.max(a.rank(), b.rank()) - 2, 0);
    }

    /** The extent of a batch axis of an operand. */
    static int batch(Shape operand, int batchAxes, int axis) {
        int own = axis - batchAxes + operand.rank() - 2;
        return own < 0 ? 1 : operand.dimension(own);
    }

    private static void requireProduct(Shape a, Shape b) {
        boolean fits =
                a.rank() > 0 && b.rank() > 0 && a.dimension(a.rank() - 1) == b.dimension(Math.max(0, b.rank() - 2));
        int batchAxes = batchAxes(a, b);
        for (int axis = 0; fits && axis < batchAxes; axis++) {
            int left = batch(a, batchAxes, axis);
            int right = batch(b, batchAxes, axis);
            fits = left == right || left == 1 || right == 1;
        }
        if (!fits) {
            throw new ShapeException("there is no product of " + a + " and " + b);
        }
    }

    /** Compares without making the expected shape, which would be an allocation per call. */
    private static boolean fits(Shape a, Shape b, Shape y) {
        requireProduct(a, b);
        int batchAxes = batchAxes(a, b);
        boolean fits = y.rank() == batchAxes + Math.min(1, a.rank() - 1) + Math.min(1, b.rank() - 1);
        for (int axis = 0; fits && axis < batchAxes; axis++) {
            int left = batch(a, batchAxes, axis);
            fits = y.dimension(axis) == (left == 1 ? batch(b, batchAxes, axis) : left);
        }
        return fits
                && (a.rank() == 1 || y.dimension(batchAxes) == a.dimension(a.rank() - 2))
                && (b.rank() == 1 || y.dimension(y.rank() - 1) == b.dimension(b.rank() - 1));
    }

    private MatMul() {}
}
