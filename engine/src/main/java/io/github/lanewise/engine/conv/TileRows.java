package io.github.lanewise.engine.conv;

import io.github.lanewise.engine.kernel.WinogradTransform;
import io.github.lanewise.engine.tensor.Padding;
import io.github.lanewise.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The input transform of neighbouring tiles in one row of them: along image columns first, all pixels of the m + 2 image
 * rows at once, so that tiles which overlap share the work; then along rows, tile by tile.
 *
 * <p>Pixels beyond the padding of the convolution, which tiles at the edge reach, count as zeros whatever lies there.
 */
final class TileRows {

    /** Floats of the half transformed rows; what fits the first-level cache. */
    private static final int FLOATS = 6144;

    private final WinogradPlan plan;
    private final int outputs;
    private final int channels;
    private final int mostTiles;
    private final int plane;
    private final float[] half;
    private final MemorySegment edge;
    private final MemorySegment zeros;

    TileRows(WinogradPlan plan, int channels) {
        this.plan = plan;
        this.channels = channels;
        outputs = plan.outputs();
        int pixels = FLOATS / (channels * (outputs + 2));
        mostTiles = Math.max(1, (pixels - 2) / outputs);
        plane = WinogradBlock.apart((mostTiles * outputs + 2) * channels);
        half = new float[(outputs + 2) * plane];
        edge = Arena.ofAuto().allocate(4L * half.length, 64);
        zeros = Arena.ofAuto().allocate(4L * plane, 64);
    }

    /** Transforms {@code count} tiles from the given one on to the first tiles of a block. */
    void transform(WinogradGrid grid, Tensor input, int first, int count, PointProducts to) {
        WinogradTransform transform = plan.transform();
        int done = 0;
        while (done < count) {
            int tile = first + done;
            int run = Math.min(Math.min(count - done, mostTiles), grid.columns() - grid.column(tile));
            alongColumns(transform, grid, input, tile, run);
            for (int i = 0; i < outputs + 2; i++) {
                to.put(transform, half, i * plane, outputs * channels, i * (outputs + 2), done, run);
            }
            done += run;
        }
    }

    private void alongColumns(WinogradTransform transform, WinogradGrid grid, Tensor input, int tile, int run) {
        Padding padding = grid.geometry().padding();
        int y = grid.row(tile) * outputs - padding.top();
        int x = grid.column(tile) * outputs - padding.left();
        int rows = Math.min(outputs + 2, input.shape().dimension(1) + padding.bottom() - y);
        int pixels = Math.min(run * outputs + 2, input.shape().dimension(2) + padding.right() - x);
        int floats = pixels * channels;
        long at = input.at(grid.image(tile), y, x);
        if (rows == outputs + 2) {
            transform.input(input.segment(), at, input.rowBytes(), floats, half, 0, plane);
        } else {
            for (int row = 0; row < outputs + 2; row++) {
                long line = 4L * row * plane;
                if (row < rows) {
                    MemorySegment.copy(input.segment(), at + row * input.rowBytes(), edge, line, 4L * floats);
                } else {
                    MemorySegment.copy(zeros, 0, edge, line, 4L * floats);
                }
            }
            transform.input(edge, 0, 4L * plane, floats, half, 0, plane);
        }
        if (pixels < run * outputs + 2) {
            for (int i = 0; i < outputs + 2; i++) {
                Arrays.fill(half, i * plane + floats, i * plane + (run * outputs + 2) * channels, 0);
            }
        }
    }
}
