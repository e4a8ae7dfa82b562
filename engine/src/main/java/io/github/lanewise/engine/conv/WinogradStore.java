package io.github.lanewise.engine.conv;

import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** The output transform of a block of tiles, and the store of their outputs with bias, residual and activation. */
final class WinogradStore {

    /** Stands for an output beyond the edge. */
    private static final long NOWHERE = -1;

    /** Floats that are transformed together; what fits the first-level cache. */
    private static final int FLOATS = 384;

    private final WinogradPlan plan;
    private final int outputs;
    private final int nr;
    private final int tiles;

    /** For every output of a tile, its place in each tile. */
    private final long[] outputAt;

    private final long[] residualAt;
    private int count;

    WinogradStore(WinogradPlan plan, int tiles) {
        this.plan = plan;
        this.tiles = tiles;
        outputs = plan.outputs();
        nr = plan.filters().panelWidth();
        outputAt = new long[outputs * outputs * tiles];
        residualAt = new long[outputAt.length];
    }

    /** Finds the places of the outputs of {@code newCount} tiles from the given one on. */
    void begin(WinogradGrid grid, int first, int newCount, Tensor output, @Nullable Tensor residual) {
        count = newCount;
        int image = grid.image(first);
        int row = grid.row(first);
        int column = grid.column(first);
        for (int r = 0; r < count; r++) {
            places(grid, image, row * outputs, column * outputs, r, output, outputAt);
            if (residual != null) {
                places(grid, image, row * outputs, column * outputs, r, residual, residualAt);
            }
            if (++column == grid.columns()) {
                column = 0;
                if (++row == grid.rows()) {
                    row = 0;
                    image++;
                }
            }
        }
    }

    private void places(WinogradGrid grid, int image, int y, int x, int r, Tensor tensor, long[] places) {
        long line = tensor.at(image, y, x);
        long pixel = 4L * tensor.shape().dimension(3);
        for (int i = 0; i < outputs; i++) {
            for (int j = 0; j < outputs; j++) {
                boolean inside = y + i < grid.outputHeight() && x + j < grid.outputWidth();
                places[(i * outputs + j) * tiles + r] = inside ? line + j * pixel : NOWHERE;
            }
            line += tensor.rowBytes();
        }
    }

    /**
     * Transforms the products of the panels [panelFrom, panelTo) and stores what they become.
     *
     * @param plane from one point to the next
     * @param panelFloats from one panel to the next
     */
    void store(
            float[] products,
            int plane,
            int panelFloats,
            int panelFrom,
            int panelTo,
            MemorySegment output,
            @Nullable MemorySegment residual) {
        int together = Math.max(1, FLOATS / nr / (panelTo - panelFrom));
        for (int from = 0; from < count; from += together) {
            int rows = Math.min(together, count - from);
            for (int panel = panelFrom; panel < panelTo; panel++) {
                transform(products, (panel - panelFrom) * panelFloats + from * nr, plane, rows * nr);
            }
            for (int i = 0; i < outputs * outputs; i++) {
                int point = i / outputs * (outputs + 2) + i % outputs;
                for (int panel = panelFrom; panel < panelTo; panel++) {
                    int at = point * plane + (panel - panelFrom) * panelFloats + from * nr;
                    storeRuns(products, at, i * tiles + from, rows, panel, output, residual);
                }
            }
        }
    }

    private void transform(float[] products, int at, int plane, int n) {
        int points = outputs + 2;
        for (int i = 0; i < points; i++) {
            plan.transform().output(products, at + i * points * plane, plane, n);
        }
        for (int x = 0; x < outputs; x++) {
            plan.transform().output(products, at + x * plane, points * plane, n);
        }
    }

    /** Stores one output of neighbouring tiles, except those where it lies beyond the edge. */
    private void storeRuns(
            float[] products,
            int at,
            int first,
            int rows,
            int panel,
            MemorySegment output,
            @Nullable MemorySegment residual) {
        int columns = Math.min(nr, plan.filters().geometry().outChannels() - panel * nr);
        int from = 0;
        while (from < rows) {
            int to = from;
            while (to < rows && outputAt[first + to] != NOWHERE) {
                to++;
            }
            if (to > from) {
                plan.tiles()
                        .store(
                                products,
                                at + from * nr,
                                nr,
                                to - from,
                                columns,
                                output,
                                outputAt,
                                first + from,
                                4L * panel * nr,
                                plan.bias(),
                                residual,
                                residualAt,
                                plan.lower(),
                                plan.upper());
            }
            from = to + 1;
        }
    }
}
