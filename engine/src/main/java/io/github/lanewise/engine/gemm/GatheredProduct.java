package io.github.lanewise.engine.gemm;

import io.github.lanewise.engine.kernel.HeapKernel;
import io.github.lanewise.engine.kernel.TileStore;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The product of a block of rows with some panels, on the heap; the scratch of one worker.
 *
 * <p>Panels go by groups, and a group by steps of k, of which every panel is copied to the heap in one piece. The sums of a
 * group lie row by row, as they do in C. Where there is one step only, a few rows pass all panels of the group and are
 * stored before their sums leave the first-level cache; otherwise all rows pass one panel after the other.
 */
final class GatheredProduct {

    /** Products of a step: half as many, which would fit the first-level cache, mean twice as many sums to read and write. */
    private static final int STEP = 576;

    /** Columns of a group. */
    private static final int GROUP = 256;

    /** Sums that stay in the first-level cache beside some rows and a panel. */
    private static final int NEAR_SUMS = 6144;

    private static final int TILE = 6;

    /** Columns from which on a loop over a row is worth its beginning. */
    private static final int LONG_ROW = 128;

    private final GatheredRows gathered = new GatheredRows();
    private final float[] zeros;
    private float[] copies = {};
    private float[] sums = {};

    GatheredProduct(int columns) {
        zeros = new float[columns];
    }

    /** Computes as {@link InPlaceGemm#compute} does. */
    void compute(
            HeapKernel kernel,
            TileStore tiles,
            InPlaceGemm.Rows rows,
            int count,
            MemorySegment input,
            Steps steps,
            PackedPanels panels,
            int panelFrom,
            int panelTo,
            @Nullable MemorySegment bias,
            @Nullable MemorySegment residual,
            float lower,
            float upper,
            MemorySegment output,
            long columnsAt) {
        int nr = kernel.columns();
        gathered.take(input, rows.inputAt, count, count + kernel.roundedRows(1), steps);
        int most = Math.max(1, GROUP / nr);
        for (int from = panelFrom; from < panelTo; from += most) {
            int to = Math.min(from + most, panelTo);
            int stride = (to - from) * nr;
            int columns = Math.min(stride, panels.n() - from * nr);
            boolean oneStep = steps.products() <= STEP;
            int some = oneStep ? Math.min(count, Math.max(TILE, NEAR_SUMS / stride / TILE * TILE)) : count;
            sums = HeapLines.grown(sums, (long) kernel.roundedRows(some) * stride);
            for (int first = 0; first < count; first += some) {
                int rowCount = Math.min(some, count - first);
                if (oneStep) {
                    multiply(kernel, first, rowCount, steps.products(), panels, from, to);
                } else {
                    multiplyInSteps(kernel, count, steps.products(), panels, from, to);
                }
                long at = columnsAt + 4L * from * nr;
                store(tiles, rows, first, rowCount, stride, columns, output, at, bias, residual, lower, upper);
            }
        }
    }

    private void store(
            TileStore tiles,
            InPlaceGemm.Rows rows,
            int first,
            int count,
            int stride,
            int columns,
            MemorySegment output,
            long columnAt,
            @Nullable MemorySegment bias,
            @Nullable MemorySegment residual,
            float lower,
            float upper) {
        long[] outputAt = rows.outputAt;
        long[] residualAt = rows.residualAt;
        if (bias != null && columns >= LONG_ROW) {
            tiles.storeRows(
                    sums,
                    stride,
                    count,
                    columns,
                    output,
                    outputAt,
                    first,
                    columnAt,
                    bias,
                    residual,
                    residualAt,
                    lower,
                    upper);
        } else {
            tiles.store(
                    sums,
                    0,
                    stride,
                    count,
                    columns,
                    output,
                    outputAt,
                    first,
                    columnAt,
                    bias,
                    residual,
                    residualAt,
                    lower,
                    upper);
        }
    }

    /** Multiplies some rows with the panels [from, to), which the first rows of a block copy for all. */
    private void multiply(HeapKernel kernel, int first, int count, int k, PackedPanels panels, int from, int to) {
        int nr = kernel.columns();
        int stride = (to - from) * nr;
        int panelFloats = k * nr;
        if (first == 0) {
            copies = HeapLines.grown(copies, (long) (to - from) * panelFloats);
        }
        for (int p = 0; p < to - from; p++) {
            int copyAt = p * panelFloats;
            if (first == 0) {
                HeapLines.copy(panels.segment(), panels.at(from + p, 0), copies, copyAt, panelFloats);
            }
            int whole = kernel.roundedRows(count);
            int at = first * gathered.pitch();
            float[] a = gathered.floats();
            kernel.multiply(a, at, gathered.pitch(), whole, k, copies, copyAt, zeros, 0, 0, sums, p * nr, stride);
        }
    }

    /** Multiplies all rows with the panels [from, to), one step of k after the other. */
    private void multiplyInSteps(HeapKernel kernel, int count, int k, PackedPanels panels, int from, int to) {
        int nr = kernel.columns();
        int stride = (to - from) * nr;
        int steps = Math.ceilDiv(k, STEP);
        copies = HeapLines.grown(copies, (long) Math.ceilDiv(k, steps) * nr);
        for (int step = 0; step < steps; step++) {
            int first = (int) ((long) k * step / steps);
            int length = (int) ((long) k * (step + 1) / steps) - first;
            for (int p = 0; p < to - from; p++) {
                HeapLines.copy(panels.segment(), panels.at(from + p, first), copies, 0, length * nr);
                kernel.multiply(
                        gathered.floats(),
                        first,
                        gathered.pitch(),
                        kernel.roundedRows(count),
                        length,
                        copies,
                        0,
                        step == 0 ? zeros : sums,
                        step == 0 ? 0 : p * nr,
                        step == 0 ? 0 : stride,
                        sums,
                        p * nr,
                        stride);
            }
        }
    }
}
