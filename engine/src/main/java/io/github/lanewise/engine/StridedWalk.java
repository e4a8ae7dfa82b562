package io.github.lanewise.engine;

import io.github.lanewise.engine.tensor.Tensor;
import java.util.Arrays;

/**
 * A walk over the elements of three arrays of one shape, each with byte strides of its own, which may be 0 or negative.
 * Axes that lie side by side in all arrays are joined, so that the innermost runs are as long as they can be. A part of
 * the walk is some of these runs, or a piece of one; parts depend on the shape alone.
 */
final class StridedWalk {
    private static final int MAX_AXES = 8;
    private static final int PIECE = 1 << 14;

    /** Sees {@code n} elements, which lie {@link #step} bytes apart, from one byte of each array on. */
    @FunctionalInterface
    interface Visitor {
        void visit(int n, long firstAt, long secondAt, long thirdAt, int lane);
    }

    private final long[] extents = new long[MAX_AXES];
    private final long[][] steps = new long[3][MAX_AXES];
    private final long[] origins = new long[3];
    private long[][] indices = {};
    private int axes;
    private boolean empty;
    private int piece;
    private long inner;
    private long rows;
    private long rowsPerPart;
    private long piecesPerRow;

    /** Begins anew with no axis: one element of each array, at these bytes. */
    void begin(long firstAt, long secondAt, long thirdAt) {
        axes = 0;
        empty = false;
        origins[0] = firstAt;
        origins[1] = secondAt;
        origins[2] = thirdAt;
    }

    /** Adds an axis inside those that are there. */
    void axis(long extent, long firstStep, long secondStep, long thirdStep) {
        empty |= extent == 0;
        if (extent == 1) {
            return;
        }
        boolean joins = axes > 0
                && steps[0][axes - 1] == extent * firstStep
                && steps[1][axes - 1] == extent * secondStep
                && steps[2][axes - 1] == extent * thirdStep;
        int axis = joins ? axes - 1 : axes++;
        extents[axis] = joins ? extents[axis] * extent : extent;
        steps[0][axis] = firstStep;
        steps[1][axis] = secondStep;
        steps[2][axis] = thirdStep;
    }

    /** Bytes between neighbouring elements of a run in array 0, 1 or 2; 0 if all runs are of one element. */
    long step(int array) {
        return axes == 0 ? 0 : steps[array][axes - 1];
    }

    /** Takes the innermost axis away if there is one, and tells its extent, or 1. */
    long dropInner() {
        return axes == 0 ? 1 : extents[--axes];
    }

    /**
     * Moves the axis along which elements of an array lie {@code step} bytes apart to the innermost place; false if there is
     * none.
     */
    boolean moveInside(int array, long step) {
        int axis = axes - 1;
        while (axis >= 0 && steps[array][axis] != step) {
            axis--;
        }
        for (; axis >= 0 && axis < axes - 1; axis++) {
            swap(extents, axis);
            swap(steps[0], axis);
            swap(steps[1], axis);
            swap(steps[2], axis);
        }
        return axis >= 0;
    }

    private static void swap(long[] values, int axis) {
        long value = values[axis];
        values[axis] = values[axis + 1];
        values[axis + 1] = value;
    }

    /** Elements in all. */
    long elements() {
        long count = empty ? 0 : 1;
        for (int axis = 0; axis < axes; axis++) {
            count *= extents[axis];
        }
        return count;
    }

    /** How many parts there are; from now on up to {@code threads} of them may be walked at once. */
    int parts(int threads) {
        return parts(threads, PIECE);
    }

    /** The same with runs of at most {@code longest} elements and about as many to a part. */
    int parts(int threads, int longest) {
        piece = longest;
        inner = axes == 0 ? 1 : extents[axes - 1];
        if (indices.length < threads) {
            indices = new long[threads][MAX_AXES];
        }
        if (empty) {
            return 0;
        }
        rows = elements() / inner;
        piecesPerRow = Math.ceilDiv(inner, piece);
        rowsPerPart = Math.max(1, piece / inner);
        return Math.toIntExact(piecesPerRow > 1 ? rows * piecesPerRow : Math.ceilDiv(rows, rowsPerPart));
    }

    /** Walks one part in row-major order. */
    void run(int part, int lane, Visitor visitor) {
        if (piecesPerRow > 1) {
            long[] index = seek(part / piecesPerRow, lane);
            long from = part % piecesPerRow * piece;
            int n = (int) Math.min(piece, inner - from);
            visitor.visit(n, at(0, index, from), at(1, index, from), at(2, index, from), lane);
            return;
        }
        long first = part * rowsPerPart;
        long last = Math.min(rows, first + rowsPerPart);
        long[] index = seek(first, lane);
        long firstAt = at(0, index, 0);
        long secondAt = at(1, index, 0);
        long thirdAt = at(2, index, 0);
        for (long row = first; row < last; row++) {
            visitor.visit((int) inner, firstAt, secondAt, thirdAt, lane);
            int axis = axes - 2;
            for (; axis >= 0 && ++index[axis] == extents[axis]; axis--) {
                index[axis] = 0;
                long back = extents[axis] - 1;
                firstAt -= back * steps[0][axis];
                secondAt -= back * steps[1][axis];
                thirdAt -= back * steps[2][axis];
            }
            if (axis >= 0) {
                firstAt += steps[0][axis];
                secondAt += steps[1][axis];
                thirdAt += steps[2][axis];
            }
        }
    }

    /** Byte of a tensor's first element. */
    static long origin(Tensor tensor) {
        return tensor.shape().rank() == 4 ? tensor.at(0, 0, 0) : 0;
    }

    /** Bytes from one index of an axis of a tensor to the next, padding included. */
    static long step(Tensor tensor, int axis) {
        int rank = tensor.shape().rank();
        if (rank == 4 && axis < 2) {
            return axis == 0 ? tensor.imageBytes() : tensor.rowBytes();
        }
        long step = Float.BYTES;
        for (int inside = rank - 1; inside > axis; inside--) {
            step *= tensor.shape().dimension(inside);
        }
        return step;
    }

    private long[] seek(long row, int lane) {
        long[] index = indices[lane];
        Arrays.fill(index, 0);
        for (int axis = axes - 2; axis >= 0; axis--) {
            index[axis] = row % extents[axis];
            row /= extents[axis];
        }
        return index;
    }

    private long at(int array, long[] index, long from) {
        long at = origins[array] + from * step(array);
        for (int axis = 0; axis < axes - 1; axis++) {
            at += index[axis] * steps[array][axis];
        }
        return at;
    }
}
