package io.github.lanewise.engine.conv;

import io.github.lanewise.engine.kernel.TileKernel;
import io.github.lanewise.engine.kernel.TileStore;
import io.github.lanewise.engine.kernel.WinogradTransform;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** The output transform of a block of tiles, and the store of their outputs with bias, residual and activation. */
final class WinogradStore {

    /** Stands for an output beyond the edge. */
    private static final long NOWHERE = -1;

    /** Register tiles that are transformed together; what fits the first-level cache. */
    private static final int TOGETHER = Integer.getInteger("w.together", 2);

    private final WinogradTransform transform;
    private final TileStore store;
    private final @Nullable MemorySegment bias;
    private final float lower;
    private final float upper;
    private final int outputs;
    private final int mr;
    private final int nr;
    private final int tiles;

    /** For every output of a tile, its place in each tile. */
    private final long[] outputAt;

    private final long[] residualAt;
    private int count;

    WinogradStore(
            WinogradTransform transform,
            TileStore store,
            TileKernel kernel,
            @Nullable MemorySegment bias,
            float lower,
            float upper,
            int tiles) {
        this.transform = transform;
        this.store = store;
        this.bias = bias;
        this.lower = lower;
        this.upper = upper;
        this.tiles = tiles;
        outputs = transform.outputs();
        mr = kernel.rows();
        nr = kernel.columns();
        outputAt = new long[outputs * outputs * tiles];
        residualAt = new long[outputAt.length];
    }

    /** Finds the places of the outputs of {@code newCount} tiles from the given one on. */
    void begin(WinogradGrid grid, int first, int newCount, Tensor output, @Nullable Tensor residual) {
        count = newCount;
        for (int r = 0; r < count; r++) {
            int image = grid.image(first + r);
            for (int i = 0; i < outputs * outputs; i++) {
                int y = grid.row(first + r) * outputs + i / outputs;
                int x = grid.column(first + r) * outputs + i % outputs;
                boolean inside = y < grid.outputHeight() && x < grid.outputWidth();
                outputAt[i * tiles + r] = inside ? output.at(image, y, x) : NOWHERE;
                residualAt[i * tiles + r] = inside && residual != null ? residual.at(image, y, x) : 0;
            }
        }
    }

    /** Transforms and stores {@code columns} output channels, the first of them {@code columnAt} bytes into a pixel. */
    void store(
            float[] products,
            int at,
            int plane,
            int columns,
            long columnAt,
            MemorySegment output,
            @Nullable MemorySegment residual) {
        int points = outputs + 2;
        for (int from = 0; from < count; from += TOGETHER * mr) {
            int rows = Math.min(TOGETHER * mr, count - from);
            int n = Math.ceilDiv(rows, mr) * mr * nr;
            int chunkAt = at + from * nr;
            for (int i = 0; i < points; i++) {
                transform.output(products, chunkAt + i * points * plane, plane, n);
            }
            for (int x = 0; x < outputs; x++) {
                transform.output(products, chunkAt + x * plane, points * plane, n);
            }
            for (int i = 0; i < outputs * outputs; i++) {
                int planeAt = chunkAt + (i / outputs * points + i % outputs) * plane;
                storeRuns(products, planeAt, i * tiles + from, rows, columns, columnAt, output, residual);
            }
        }
    }

    /** Stores one output of neighbouring tiles, except those where it lies beyond the edge. */
    private void storeRuns(
            float[] products,
            int planeAt,
            int first,
            int rows,
            int columns,
            long columnAt,
            MemorySegment output,
            @Nullable MemorySegment residual) {
        int from = 0;
        while (from < rows) {
            int to = from;
            while (to < rows && outputAt[first + to] != NOWHERE) {
                to++;
            }
            if (to > from) {
                store.store(
                        products,
                        planeAt + from * nr,
                        nr,
                        to - from,
                        columns,
                        output,
                        outputAt,
                        first + from,
                        columnAt,
                        bias,
                        residual,
                        residualAt,
                        lower,
                        upper);
            }
            from = to + 1;
        }
    }
}
