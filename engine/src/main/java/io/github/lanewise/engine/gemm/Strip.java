package io.github.lanewise.engine.gemm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Copies on the heap of what a block of rows passes over, for a {@code StripKernel}: the memory that the rows lie in, and
 * one step of a panel of B̃ at a time.
 *
 * <p>Where rows overlap or touch, as those of a convolution do, everything from the first to the last of them is one copy.
 * Where that would be more than the rows themselves, their runs are copied one by one and lie side by side.
 */
final class Strip {

    /** Floats to which an array grows at once, so that most shapes need no second one. */
    private static final int LEAST = 1 << 12;

    private final int[] rowsAt;
    private float[] floats = {};
    private float[] panel = {};
    private boolean compact;

    Strip(int rows) {
        rowsAt = new int[rows];
    }

    /** Copies the rows that begin at the given bytes and consist of the given steps. */
    void take(MemorySegment input, long[] inputAt, int count, Steps steps) {
        long from = inputAt[0];
        long to = from;
        for (int r = 1; r < count; r++) {
            from = Math.min(from, inputAt[r]);
            to = Math.max(to, inputAt[r]);
        }
        long span = (to - from + steps.extent()) / Float.BYTES;
        compact = span > (long) count * steps.products();
        floats = grown(floats, compact ? (long) count * steps.products() : span);
        for (int r = 0; r < count; r++) {
            rowsAt[r] = compact ? r * steps.products() : (int) ((inputAt[r] - from) / Float.BYTES);
        }
        if (compact) {
            copyRuns(input, inputAt, count, steps);
        } else {
            copy(input, from, floats, 0, (int) span);
        }
    }

    private void copyRuns(MemorySegment input, long[] inputAt, int count, Steps steps) {
        for (int r = 0; r < count; r++) {
            for (int step = 0; step < steps.count(); step++) {
                long from = inputAt[r] + steps.offset(step);
                int to = rowsAt[r] + steps.k(step);
                for (int i = 0; i < steps.runs(step); i++) {
                    copy(input, from + i * steps.runStride(step), floats, to + i * steps.run(step), steps.run(step));
                }
            }
        }
    }

    /** One step of a panel, {@code count} floats from the given byte. */
    float[] panel(MemorySegment b, long at, int count) {
        panel = grown(panel, count);
        copy(b, at, panel, 0, count);
        return panel;
    }

    float[] floats() {
        return floats;
    }

    /** Where each row begins in {@link #floats}. */
    int[] rowsAt() {
        return rowsAt;
    }

    /** Where the first run of a step begins, behind the beginning of a row. */
    int offset(Steps steps, int step) {
        return compact ? steps.k(step) : (int) (steps.offset(step) / Float.BYTES);
    }

    /** From one run of a step to the next. */
    int runStride(Steps steps, int step) {
        return compact ? steps.run(step) : (int) (steps.runStride(step) / Float.BYTES);
    }

    private static float[] grown(float[] array, long floats) {
        return array.length >= floats ? array : new float[Math.toIntExact(Math.max(LEAST, floats))];
    }

    private static void copy(MemorySegment from, long at, float[] to, int toAt, int count) {
        MemorySegment.copy(from, ValueLayout.JAVA_FLOAT_UNALIGNED, at, to, toAt, count);
    }
}
