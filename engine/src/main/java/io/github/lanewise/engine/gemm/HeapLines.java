package io.github.lanewise.engine.gemm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Copies of parts of a matrix on the heap, as they lie in memory or turned. The scratch of one worker. */
final class HeapLines {

    /** Lines that are turned together: what they fill of a cache line is filled at once. */
    private static final int LINES = 16;

    /** Floats to which an array grows at once, so that most shapes need no second one. */
    private static final int LEAST = 1 << 12;

    private float[] lines = {};

    /** {@code count} lines of {@code length} floats that lie {@code stride} floats apart, to lines {@code toStride} apart. */
    static void copy(
            MemorySegment from, long at, long stride, int count, int length, float[] to, int toAt, int toStride) {
        if (stride == length && toStride == length) {
            copy(from, at, to, toAt, count * length);
            return;
        }
        for (int i = 0; i < count; i++) {
            copy(from, at + (long) Float.BYTES * i * stride, to, toAt + i * toStride, length);
        }
    }

    /** The same turned: float j of line i goes to {@code to[toAt + j * toStride + i]}. */
    void turn(MemorySegment from, long at, long stride, int count, int length, float[] to, int toAt, int toStride) {
        lines = grown(lines, (long) LINES * length);
        for (int first = 0; first < count; first += LINES) {
            int some = Math.min(LINES, count - first);
            for (int i = 0; i < some; i++) {
                copy(from, at + (long) Float.BYTES * (first + i) * stride, lines, i * length, length);
            }
            if (some == LINES) {
                turnSixteen(lines, length, to, toAt + first, toStride);
            } else {
                turn(lines, some, length, to, toAt + first, toStride);
            }
        }
    }

    private static void turnSixteen(float[] lines, int length, float[] to, int toAt, int toStride) {
        for (int j = 0; j < length; j++) {
            int at = toAt + j * toStride;
            for (int i = 0; i < LINES; i++) {
                to[at + i] = lines[i * length + j];
            }
        }
    }

    private static void turn(float[] lines, int count, int length, float[] to, int toAt, int toStride) {
        for (int j = 0; j < length; j++) {
            for (int i = 0; i < count; i++) {
                to[toAt + j * toStride + i] = lines[i * length + j];
            }
        }
    }

    /** A whole matrix, row by row without gaps, from index 0. */
    void copy(Operand matrix, int rows, int columns, float[] to) {
        if (matrix.columnStride == 1) {
            copy(matrix.segment, matrix.at, matrix.rowStride, rows, columns, to, 0, columns);
        } else {
            turn(matrix.segment, matrix.at, matrix.columnStride, columns, rows, to, 0, columns);
        }
    }

    /** The way back, to a matrix of contiguous rows. */
    static void copyBack(float[] from, int rows, int columns, Operand matrix) {
        if (matrix.rowStride == columns) {
            copyBack(from, 0, matrix, 0, 0, rows * columns);
            return;
        }
        for (int i = 0; i < rows; i++) {
            copyBack(from, i * columns, matrix, i, 0, columns);
        }
    }

    /** Some floats to row i of a matrix of contiguous rows, from column j on. */
    static void copyBack(float[] from, int fromAt, Operand matrix, int i, int j, int count) {
        MemorySegment.copy(from, fromAt, matrix.segment, ValueLayout.JAVA_FLOAT_UNALIGNED, matrix.at(i, j), count);
    }

    /** Multiplies the first {@code count} values. */
    static void scale(float[] values, int count, float factor) {
        if (factor == 1) {
            return;
        }
        for (int i = 0; i < count; i++) {
            values[i] *= factor;
        }
    }

    static float[] grown(float[] array, long floats) {
        return array.length >= floats ? array : new float[Math.toIntExact(Math.max(LEAST, floats))];
    }

    /** One bulk copy of {@code count} floats: element by element the bounds of the segment would be checked for each. */
    static void copy(MemorySegment from, long at, float[] to, int toAt, int count) {
        MemorySegment.copy(from, ValueLayout.JAVA_FLOAT_UNALIGNED, at, to, toAt, count);
    }
}
