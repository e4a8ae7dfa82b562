package io.github.lanewise.engine.gemm;

import java.util.Arrays;

/**
 * The k dimension of a product whose rows are read in place, cut into steps of a few equal contiguous runs each: step s
 * reads, {@code offset(s)} bytes behind the beginning of a row, {@code runs(s)} runs of {@code run(s)} floats that lie
 * {@code runStride(s)} bytes apart, against the rows of B from {@code k(s)} on. Mutable and reused.
 */
public final class Steps {

    private long[] offset = new long[4];
    private long[] runStride = new long[4];
    private int[] runs = new int[4];
    private int[] run = new int[4];
    private int[] k = new int[4];
    private int count;
    private int nextK;

    /** Forgets all steps. */
    public void clear() {
        count = 0;
        nextK = 0;
    }

    /**
     * Appends {@code units} runs of {@code length} floats, cut so that no step exceeds {@code limit} products. The last
     * float of a single odd run becomes a step of its own: kernels are faster on even runs.
     */
    public void add(long at, int units, int length, long stride, int limit) {
        if (units == 1 && length % 2 == 1 && length > 1) {
            add(at, 1, length - 1, stride, limit);
            append(at + 4L * (length - 1), 1, 1, stride);
            return;
        }
        if (length >= limit) {
            for (int unit = 0; unit < units; unit++) {
                for (int from = 0; from < length; from += limit) {
                    append(at + unit * stride + 4L * from, 1, Math.min(limit, length - from), stride);
                }
            }
            return;
        }
        int most = length == 0 ? units : limit / length;
        for (int unit = 0; unit < units; unit += most) {
            append(at + unit * stride, Math.min(most, units - unit), length, stride);
        }
    }

    private void append(long at, int units, int length, long stride) {
        if (count == k.length) {
            int more = 2 * count;
            offset = Arrays.copyOf(offset, more);
            runStride = Arrays.copyOf(runStride, more);
            runs = Arrays.copyOf(runs, more);
            run = Arrays.copyOf(run, more);
            k = Arrays.copyOf(k, more);
        }
        offset[count] = at;
        runStride[count] = stride;
        runs[count] = units;
        run[count] = length;
        k[count] = nextK;
        nextK += units * length;
        count++;
    }

    int count() {
        return count;
    }

    /** The products of all steps. */
    int products() {
        return nextK;
    }

    /** Bytes from the beginning of a row to the end of its last float. */
    long extent() {
        long extent = 0;
        for (int step = 0; step < count; step++) {
            if (runs[step] > 0 && run[step] > 0) {
                long last = offset[step] + (runs[step] - 1) * runStride[step];
                extent = Math.max(extent, last + Float.BYTES * (long) run[step]);
            }
        }
        return extent;
    }

    /** Whether each row is one run. */
    boolean isOneRun() {
        for (int step = 0; step < count; step++) {
            if (runs[step] != 1 || offset[step] != offset[0] + Float.BYTES * (long) k[step]) {
                return false;
            }
        }
        return count > 0;
    }

    int shortestRun() {
        int shortest = Integer.MAX_VALUE;
        for (int step = 0; step < count; step++) {
            shortest = Math.min(shortest, run[step]);
        }
        return shortest;
    }

    long offset(int step) {
        return offset[step];
    }

    long runStride(int step) {
        return runStride[step];
    }

    int runs(int step) {
        return runs[step];
    }

    int run(int step) {
        return run[step];
    }

    int k(int step) {
        return k[step];
    }
}
