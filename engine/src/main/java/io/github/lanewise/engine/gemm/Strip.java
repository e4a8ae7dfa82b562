package io.github.lanewise.engine.gemm;

import java.lang.foreign.MemorySegment;

/**
 * Copies on the heap of what a block of rows passes over, for a {@code StripKernel}: the memory that the rows lie in, and
 * one step of a panel of B̃ at a time.
 *
 * <p>Where rows overlap or touch, as those of a convolution do, everything from the first to the last of them is one copy.
 * Where that would be more than the rows themselves, their runs are copied one by one and lie side by side.
 */
final class Strip {

    private final int[] rowsAt;
    private float[] floats = {};
    private float[] panel = {};
    private boolean compact;
    private int distance;

    Strip(int rows) {
        rowsAt = new int[rows];
    }

    /**
     * Copies the rows that begin at the given bytes and consist of the given steps, with room behind them.
     *
     * @param whole rows that the last tile ends with, {@code count} or more; what the rest of them hold does not matter
     */
    void take(MemorySegment input, long[] inputAt, int count, int whole, Steps steps) {
        long from = inputAt[0];
        long to = from;
        for (int r = 1; r < count; r++) {
            from = Math.min(from, inputAt[r]);
            to = Math.max(to, inputAt[r]);
        }
        long span = (to - from + steps.extent()) / Float.BYTES;
        compact = span > (long) count * steps.products();
        for (int r = 0; r < count; r++) {
            rowsAt[r] = compact ? r * steps.products() : (int) ((inputAt[r] - from) / Float.BYTES);
        }
        distance = distance(count);
        for (int r = count; r < whole; r++) {
            rowsAt[r] = rowsAt[r - 1] + Math.max(0, distance);
        }
        floats = HeapLines.grown(floats, Math.max(span, rowsAt[whole - 1] + steps.extent() / Float.BYTES));
        if (compact) {
            copyRuns(input, inputAt, count, steps);
        } else {
            HeapLines.copy(input, from, floats, 0, (int) span);
        }
    }

    /** From one row to the next if that is the same for all and not backwards, else -1. */
    private int distance(int count) {
        int first = count == 1 ? 0 : rowsAt[1] - rowsAt[0];
        for (int r = 2; r < count; r++) {
            if (rowsAt[r] - rowsAt[r - 1] != first) {
                return -1;
            }
        }
        return Math.max(-1, first);
    }

    private void copyRuns(MemorySegment input, long[] inputAt, int count, Steps steps) {
        for (int r = 0; r < count; r++) {
            for (int step = 0; step < steps.count(); step++) {
                long from = inputAt[r] + steps.offset(step);
                int to = rowsAt[r] + steps.k(step);
                for (int i = 0; i < steps.runs(step); i++) {
                    HeapLines.copy(
                            input, from + i * steps.runStride(step), floats, to + i * steps.run(step), steps.run(step));
                }
            }
        }
    }

    /** One step of a panel, {@code count} floats from the given byte. */
    float[] panel(MemorySegment b, long at, int count) {
        panel = HeapLines.grown(panel, count);
        HeapLines.copy(b, at, panel, 0, count);
        return panel;
    }

    float[] floats() {
        return floats;
    }

    /** Where each row begins in {@link #floats}. */
    int[] rowsAt() {
        return rowsAt;
    }

    /** Floats from one row to the next; -1 if they vary. */
    int distance() {
        return distance;
    }

    /** Where the first run of a step begins, behind the beginning of a row. */
    int offset(Steps steps, int step) {
        return compact ? steps.k(step) : (int) (steps.offset(step) / Float.BYTES);
    }

    /** From one run of a step to the next. */
    int runStride(Steps steps, int step) {
        return compact ? steps.run(step) : (int) (steps.runStride(step) / Float.BYTES);
    }
}
