package io.github.lanewise.engine.gemm;

import java.lang.foreign.MemorySegment;

/**
 * The rows of a block on the heap, each of them in one piece of {@code k} floats, for a {@code HeapKernel}.
 *
 * <p>Long runs are copied one by one from where they lie. Short ones, which overlap as those of a stem do, are gathered from
 * one copy of all the memory that they lie in, since every copy from native memory has its price.
 */
final class GatheredRows {

    /** Floats from which on a run is worth a copy of its own. */
    private static final int LONG_RUN = 128;

    /** Floats from one row to the next that share few sets of the first-level cache. */
    private static final int NEAR = 512;

    private static final int LINE = 16;

    private float[] floats = {};
    private float[] strip = {};
    private int pitch;

    /**
     * Copies the rows that begin at the given bytes and consist of the given steps.
     *
     * @param whole rows that there is to be room for, {@code count} or more; what the rest of them hold does not matter
     */
    void take(MemorySegment input, long[] inputAt, int count, int whole, Steps steps) {
        int k = steps.products();
        pitch = k < NEAR ? k : (Math.ceilDiv(k, LINE) | 1) * LINE;
        floats = HeapLines.grown(floats, (long) whole * pitch);
        if (steps.isOneRun()) {
            copyRows(input, inputAt, count, steps.offset(0), k);
        } else if (steps.shortestRun() >= LONG_RUN || !copyStrip(input, inputAt, count, steps)) {
            copyRuns(input, inputAt, count, steps);
        }
    }

    /** Rows of one run; neighbours are one copy. */
    private void copyRows(MemorySegment input, long[] inputAt, int count, long offset, int k) {
        int from = 0;
        while (from < count) {
            int to = from + 1;
            while (pitch == k && to < count && inputAt[to] - inputAt[to - 1] == 4L * k) {
                to++;
            }
            HeapLines.copy(input, inputAt[from] + offset, floats, from * pitch, (to - from) * k);
            from = to;
        }
    }

    private void copyRuns(MemorySegment input, long[] inputAt, int count, Steps steps) {
        for (int r = 0; r < count; r++) {
            for (int step = 0; step < steps.count(); step++) {
                long from = inputAt[r] + steps.offset(step);
                int to = r * pitch + steps.k(step);
                int run = steps.run(step);
                for (int i = 0; i < steps.runs(step); i++) {
                    HeapLines.copy(input, from + i * steps.runStride(step), floats, to + i * run, run);
                }
            }
        }
    }

    /** Copies everything from the first row to the last and gathers the runs from there, unless that is much more than they. */
    private boolean copyStrip(MemorySegment input, long[] inputAt, int count, Steps steps) {
        long first = inputAt[0];
        long last = first;
        for (int r = 1; r < count; r++) {
            first = Math.min(first, inputAt[r]);
            last = Math.max(last, inputAt[r]);
        }
        long span = (last - first + steps.extent()) / Float.BYTES;
        if (span > (long) count * steps.products()) {
            return false;
        }
        strip = HeapLines.grown(strip, span);
        HeapLines.copy(input, first, strip, 0, (int) span);
        for (int r = 0; r < count; r++) {
            int at = (int) ((inputAt[r] - first) / Float.BYTES);
            for (int step = 0; step < steps.count(); step++) {
                gather(at + (int) (steps.offset(step) / Float.BYTES), steps, step, r * pitch + steps.k(step));
            }
        }
        return true;
    }

    private void gather(int at, Steps steps, int step, int to) {
        int stride = (int) (steps.runStride(step) / Float.BYTES);
        int run = steps.run(step);
        for (int i = 0; i < steps.runs(step); i++) {
            System.arraycopy(strip, at + i * stride, floats, to + i * run, run);
        }
    }

    float[] floats() {
        return floats;
    }

    /** Floats from one row to the next. */
    int pitch() {
        return pitch;
    }
}
